// The operations that Kernels lists, for vectors of an instruction set S.

template <class S>
struct Operations {
    using V = typename S::V;
    using M = Modulus<S>;
    static constexpr int W = S::LANES;

    // How many targets one reading of a digit serves.
    static constexpr int TARGETS = 4;

    // Of how many products a pass over memory makes a sum, and how many elements ahead of their use their factors are fetched:
    // hardware foresees only so many streams. Measured.
    static constexpr int STREAMS = 4;
    static constexpr int AHEAD = 32;
    static_assert(STREAMS <= TERMS);

    static Transform<S> forwardOf(const Ring& ring, const M& m, int prime) {
        return Transform<S>(m, ring.primes[prime].forward, ring.degree);
    }

    static Transform<S> backwardOf(const Ring& ring, const M& m, int prime) {
        return Transform<S>(m, ring.primes[prime].backward, ring.degree);
    }

    // ---- in and out: four lanes at any width

    static Four::V doubles(const int64_t* x) { // below 2^51 in size
        alignas(32) int64_t bits[4];
        for (int l = 0; l < 4; l++) {
            bits[l] = x[l] + 0x4338000000000000;
        }
        return Four::load(reinterpret_cast<const double*>(bits)) - Four::all(ROUND);
    }

    // A strip at a time, whose coefficients are taken apart once for all limbs: c = high·2^32 + low, or c = low if all are small.
    static void importCoefficients(const Ring& ring, Polynomial to, const int64_t* coefficients, int from, int end) {
        constexpr int STRIP = 512;
        constexpr uint64_t SMALL = uint64_t{1} << 50;
        alignas(64) double high[STRIP], low[STRIP];
        alignas(64) int64_t bits[STRIP];
        const int length = ring.degree < STRIP ? ring.degree : STRIP;
        for (int start = 0; start < ring.degree; start += length) {
            const int64_t* c = coefficients + start;
            uint64_t greatest = 0;
            for (int j = 0; j < length; j++) {
                greatest |= static_cast<uint64_t>(c[j]) + SMALL;
            }
            const bool small = greatest < 2 * SMALL;
            for (int j = 0; j < length; j++) {
                bits[j] = small ? c[j] : c[j] & 0xffffffff;
            }
            toDoubles(bits, low, length);
            if (!small) {
                for (int j = 0; j < length; j++) {
                    uint64_t shifted = static_cast<uint64_t>(c[j]) + (uint64_t{1} << 63);
                    bits[j] = static_cast<int64_t>(shifted >> 32) - (int64_t{1} << 31);
                }
                toDoubles(bits, high, length);
            }
            for (int i = from; i < end; i++) {
                const Prime& prime = ring.primes[to.prime(i)];
                const Modulus<Four> m(prime);
                double* a = to.limb(i) + start;
                if (small) {
                    for (int j = 0; j < length; j += 4) {
                        Four::store(a + j, m.centre(Four::load(low + j)));
                    }
                    continue;
                }
                const Factor<Four> unit(prime, (int64_t{1} << 32) % prime.p);
                for (int j = 0; j < length; j += 4) {
                    Four::V x = m.multiply(Four::load(high + j), unit.w, unit.v);
                    Four::store(a + j, m.centre(x + Four::load(low + j)));
                }
            }
        }
    }

    static void toDoubles(const int64_t* x, double* to, int length) {
        for (int j = 0; j < length; j += 4) {
            Four::store(to + j, doubles(x + j));
        }
    }

    static void importResidues(const Ring& ring, int index, double* a, const int64_t* residues) {
        Modulus<Four> m(ring.primes[index]);
        for (int j = 0; j < ring.degree; j += 4) {
            Four::store(a + j, m.centre(doubles(residues + j)));
        }
    }

    static void exportResidues(const Ring& ring, int index, const double* a, int64_t* residues) {
        int64_t p = ring.primes[index].p;
        for (int j = 0; j < ring.degree; j++) {
            int64_t x = static_cast<int64_t>(a[j]);
            residues[j] = x + (x >> 63 & p);
        }
    }

    // ---- limb by limb

    static void forward(const Ring& ring, Polynomial a, int from, int end) {
        for (int i = from; i < end; i++) {
            M m(ring.primes[a.prime(i)]);
            forwardOf(ring, m, a.prime(i)).forward(a.limb(i));
        }
    }

    static void backward(const Ring& ring, Polynomial a, int from, int end) {
        for (int i = from; i < end; i++) {
            const Prime& prime = ring.primes[a.prime(i)];
            M m(prime);
            backwardOf(ring, m, a.prime(i)).backward(prime, a.limb(i), a.limb(i), 1);
        }
    }

    template <class F>
    INLINE static void each(int n, double* to, const double* a, const double* b, F f) {
        for (int j = 0; j < n; j += W) {
            S::store(to + j, f(S::load(a + j), S::load(b + j)));
        }
    }

    // As the other, of b the number at j >> shift for a run of at least one vector.
    template <class F>
    INLINE static void each(int n, double* to, const double* a, const double* b, int shift, F f) {
        if (shift == 0) {
            each(n, to, a, b, f);
            return;
        }
        for (int j = 0; j < n; j += W) {
            S::store(to + j, f(S::load(a + j), S::all(b[j >> shift])));
        }
    }

    static void pointwise(const Ring& ring, Pointwise operation, Polynomial to, Polynomial a, Polynomial b, int from,
                          int end) {
        int n = ring.degree;
        for (int i = from; i < end; i++) {
            int index = to.prime(i);
            M m(ring.primes[index]);
            double* z = to.limb(i);
            const double* x = a.ofPrime(index);
            const double* y = b.ofPrime(index);
            switch (operation) {
            case ADD:
                each(n, z, x, y, b.shift(ring), [&](V p, V q) INLINE_LAMBDA { return m.centre(p + q); });
                break;
            case SUBTRACT:
                each(n, z, x, y, [&](V p, V q) INLINE_LAMBDA { return m.centre(p - q); });
                break;
            case NEGATE:
                each(n, z, x, x, [&](V p, V) INLINE_LAMBDA { return S::all(0) - p; });
                break;
            case MULTIPLY:
                each(n, z, x, y, b.shift(ring), [&](V p, V q) INLINE_LAMBDA { return m.centre(m.multiply(p, q)); });
                break;
            case MULTIPLY_ADD:
                for (int j = 0; j < n; j += W) {
                    V product = m.multiply(S::load(x + j), S::load(y + j));
                    S::store(z + j, m.centre(S::load(z + j) + product));
                }
                break;
            case COPY:
                if (z != x) {
                    std::memcpy(z, x, sizeof(double) * n);
                }
                break;
            }
        }
    }

    static void scalar(const Ring& ring, Scalar operation, Polynomial to, Polynomial a, const int64_t* residues, int from,
                       int end) {
        for (int i = from; i < end; i++) {
            const Prime& prime = ring.primes[to.prime(i)];
            M m(prime);
            Factor<S> f(prime, residues[i]);
            const double* x = a.ofPrime(to.prime(i));
            if (operation == MULTIPLY_SCALAR) {
                each(ring.degree, to.limb(i), x, x,
                     [&](V p, V) INLINE_LAMBDA { return m.centre(m.multiply(p, f.w, f.v)); });
            } else {
                each(ring.degree, to.limb(i), x, x, [&](V p, V) INLINE_LAMBDA { return m.centre(p + f.w); });
            }
        }
    }

    static void scaleUp(const Ring& ring, Polynomial to, Polynomial a, int from, int end) {
        for (int i = from; i < end; i++) {
            const Prime& prime = ring.primes[to.prime(i)];
            const double* x = a.ofPrime(to.prime(i));
            if (x == nullptr) {
                std::memset(to.limb(i), 0, sizeof(double) * ring.degree);
                continue;
            }
            int64_t factor = 1;
            for (int k = 0; k < to.size(); k++) {
                if (a.ofPrime(to.prime(k)) == nullptr) {
                    factor = glovebox::multiply(factor, ring.primes[to.prime(k)].p % prime.p, prime.p);
                }
            }
            M m(prime);
            Factor<S> f(prime, factor);
            each(ring.degree, to.limb(i), x, x,
                 [&](V p, V) INLINE_LAMBDA { return m.centre(m.multiply(p, f.w, f.v)); });
        }
    }

    // In bit-reversed order an automorphism takes each block of four from one block of four, in one of four orders: see
    // automorphism in api.cpp. `blocks` holds four orders of four lanes, then for each block its source and order.
    struct Permutation {
        Four::Order orders[4];
        const int32_t* blocks;
        explicit Permutation(const int32_t* numbers) : blocks(numbers + 16) {
            for (int c = 0; c < 4; c++) {
                orders[c] = Four::order(numbers + 4 * c);
            }
        }
        void apply(double* to, const double* from, int degree) const {
            const int count = degree / 4;
            for (int b = 0; b < count; b += 2) { // both from one cache line
                __builtin_prefetch(from + (blocks[(b + AHEAD) & (count - 1)] & ~3));
                for (int k = b; k < b + 2; k++) {
                    int32_t block = blocks[k];
                    Four::store(to + 4 * k, Four::permute(Four::load(from + (block & ~3)), orders[block & 3]));
                }
            }
        }
    };

    static void permute(const Ring& ring, Polynomial to, Polynomial a, const int32_t* blocks, int from, int end) {
        const Permutation permutation(blocks);
        for (int i = from; i < end; i++) {
            permutation.apply(to.limb(i), a.ofPrime(to.prime(i)), ring.degree);
        }
    }

    // ---- sums of products

    // first ← Σ aᵢ·bᵢ, and if TWO second ← Σ aᵢ·cᵢ, a cache line of each factor at a time. If RUNS, of aᵢ the number at j >> shiftᵢ:
    // one for a line, where the shift is not 0.
    template <bool TWO, bool RUNS = false>
    static void sums(const Ring& ring, int index, double* first, double* second, int terms, const double* const* a,
                     const double* const* b, const double* const* c, bool onto, const int* shifts = nullptr) {
        static constexpr int LINE = 8, VECTORS = LINE / W;
        const M m(ring.primes[index]);
        const int passes = (terms + STREAMS - 1) / STREAMS;
        for (int pass = 0; pass < passes; pass++) {
            int t = terms * pass / passes, end = terms * (pass + 1) / passes;
            bool add = onto || t > 0;
            for (int j = 0; j < ring.degree; j += LINE) {
                Sum<S> x[VECTORS], y[VECTORS];
                for (int i = t; i < end; i++) {
                    const bool run = RUNS && shifts[i] > 0;
                    const V same = run ? S::all(a[i][j >> shifts[i]]) : S::all(0);
                    if (!run) {
                        __builtin_prefetch(a[i] + j + AHEAD);
                    }
                    __builtin_prefetch(b[i] + j + AHEAD);
                    if (TWO) {
                        __builtin_prefetch(c[i] + j + AHEAD);
                    }
                    UNROLL for (int v = 0; v < VECTORS; v++) {
                        V factor = run ? same : S::load(a[i] + j + v * W);
                        x[v].add(factor, S::load(b[i] + j + v * W));
                        if (TWO) {
                            y[v].add(factor, S::load(c[i] + j + v * W));
                        }
                    }
                }
                UNROLL for (int v = 0; v < VECTORS; v++) {
                    store(m, first + j + v * W, x[v], add);
                    if (TWO) {
                        store(m, second + j + v * W, y[v], add);
                    }
                }
            }
        }
    }

    INLINE static void store(const M& m, double* to, const Sum<S>& sum, bool onto) {
        V joined = m.join(sum);
        S::store(to, m.centre(onto ? joined + S::load(to) : joined));
    }

    static void sums(const Ring& ring, Polynomial first, const Polynomial* second, int terms, Polynomials a, Polynomials b,
                     Polynomials c, int from, int end) {
        std::vector<const double*> limbs(3 * static_cast<size_t>(terms));
        const double **x = limbs.data(), **y = x + terms, **z = y + terms;
        std::vector<int> shifts(terms);
        bool runs = false;
        for (int t = 0; t < terms; t++) {
            shifts[t] = a[t].shift(ring);
            runs = runs || shifts[t] > 0;
        }
        const auto one = runs ? sums<false, true> : sums<false, false>, two = runs ? sums<true, true> : sums<true, false>;
        for (int i = from; i < end; i++) {
            int index = first.prime(i);
            for (int t = 0; t < terms; t++) {
                x[t] = a[t].ofPrime(index);
                y[t] = b[t].ofPrime(index);
                z[t] = second != nullptr ? c[t].ofPrime(index) : nullptr;
            }
            if (second != nullptr) {
                two(ring, index, first.limb(i), second->ofPrime(index), terms, x, y, z, false, shifts.data());
            } else {
                one(ring, index, first.limb(i), nullptr, terms, x, y, z, false, shifts.data());
            }
        }
    }

    // to ← Σ aₜ·cₜ with a scalar for each limb: `residues` term by term.
    static void scalarSums(const Ring& ring, Polynomial to, int terms, Polynomials a, const int64_t* residues, int from,
                           int end) {
        for (int i = from; i < end; i++) {
            int index = to.prime(i);
            const Prime& prime = ring.primes[index];
            const M m(prime);
            double* z = to.limb(i);
            for (int first = 0; first < terms; first += TERMS) {
                int count = terms - first < TERMS ? terms - first : TERMS;
                const double* x[TERMS];
                double factors[TERMS];
                for (int t = 0; t < count; t++) {
                    x[t] = a[first + t].ofPrime(index);
                    factors[t] = centre(residues[static_cast<size_t>(first + t) * to.size() + i], prime.p);
                }
                for (int j = 0; j < ring.degree; j += W) {
                    Sum<S> sum;
                    for (int t = 0; t < count; t++) {
                        sum.add(S::load(x[t] + j), S::all(factors[t]));
                    }
                    store(m, z + j, sum, first > 0);
                }
            }
        }
    }

    // ---- digits

    static void decompose(const Ring& ring, Digits digits, Polynomial source, int from, int end) {
        int start = 0;
        for (int d = 0; d < digits.count; d++) {
            const Conversion& conversion = *digits.conversions[d];
            int size = static_cast<int>(conversion.digit.size());
            for (int i = from < start ? 0 : from - start; i < size && start + i < end; i++) {
                int index = conversion.digit[i];
                const Prime& prime = ring.primes[index];
                M m(prime);
                backwardOf(ring, m, index)
                    .backward(prime, digits.integers[d].limb(i), source.ofPrime(index), conversion.cofactorInverses[i]);
            }
            start += size;
        }
    }

    // to[t][j] ← Σᵢ yᵢ[j]·cofactorᵢ modulo targets t of COUNT, for a strip of j and up to TERMS of the i from `first` on; added to
    // what is there if first > 0.
    template <int COUNT>
    INLINE static void convertStrip(const M* moduli, const double (*cofactors)[COUNT], const double* const* y, int terms,
                                    size_t from, size_t to, double* const* limbs, bool onto) {
        for (size_t j = from; j < to; j += W) {
            Sum<S> sums[COUNT];
            for (int i = 0; i < terms; i++) {
                V x = S::load(y[i] + j);
                UNROLL for (int t = 0; t < COUNT; t++) {
                    sums[t].add(x, S::all(cofactors[i][t]));
                }
            }
            UNROLL for (int t = 0; t < COUNT; t++) {
                V joined = moduli[t].join(sums[t]);
                S::store(limbs[t] + j, moduli[t].centre(onto ? joined + S::load(limbs[t] + j) : joined));
            }
        }
    }

    // The limbs of one or two polynomials in a row.
    struct Limbs {
        Polynomial one, two;
        int count;
        explicit Limbs(Polynomial y) : one(y), two(y), count(y.size()) {}
        Limbs(Polynomial y, Polynomial z) : one(y), two(z), count(y.size() + z.size()) {}
        const double* operator[](int i) const { return i < one.size() ? one.limb(i) : two.limb(i - one.size()); }
    };

    template <int COUNT>
    static void convert(const Ring& ring, const Conversion& conversion, Limbs y, const int* targets, double* const* to) {
        const size_t n = ring.degree;
        const int k = y.count;
        M moduli[COUNT];
        double* limbs[COUNT];
        for (int t = 0; t < COUNT; t++) {
            moduli[t] = M(ring.primes[targets[t]]);
            limbs[t] = to[t];
        }
        for (int first = 0; first < k; first += TERMS) {
            int terms = k - first < TERMS ? k - first : TERMS;
            double cofactors[TERMS][COUNT];
            const double* limb[TERMS];
            for (int i = 0; i < terms; i++) {
                limb[i] = y[first + i];
                for (int t = 0; t < COUNT; t++) {
                    cofactors[i][t] = conversion.cofactors[targets[t]][first + i];
                }
            }
            convertStrip<COUNT>(moduli, cofactors, limb, terms, 0, n, limbs, first > 0);
        }
    }

    static void convert(const Ring& ring, const Conversion& conversion, Limbs y, int count, const int* targets, double* const* to) {
        switch (count) {
        case 0: break;
        case 1: convert<1>(ring, conversion, y, targets, to); break;
        case 2: convert<2>(ring, conversion, y, targets, to); break;
        case 3: convert<3>(ring, conversion, y, targets, to); break;
        default: convert<4>(ring, conversion, y, targets, to); break;
        }
    }

    // Reads the one limb of a digit of one: Σ is y itself.
    struct Centred {
        const M m;
        const double* y;
        INLINE V load(size_t j) const { return m.centre(S::load(y + j)); }
    };

    struct Ready {
        const double* a;
        INLINE V load(size_t j) const { return S::load(a + j); }
    };

    // The digit modulo up to TARGETS primes in the NTT domain; out(t) makes what the last pass writes to.
    template <class Out>
    static void extend(const Ring& ring, const Conversion& conversion, Limbs y, int count, const int* targets,
                       double* const* to, Out out) {
        bool single = y.count == 1;
        if (!single) {
            convert(ring, conversion, y, count, targets, to);
        }
        for (int t = 0; t < count; t++) {
            M m(ring.primes[targets[t]]);
            Transform<S> transform = forwardOf(ring, m, targets[t]);
            if (single) {
                transform.forward(to[t], Centred{m, y[0]}, out(m, t));
            } else {
                transform.forward(to[t], Ready{to[t]}, out(m, t));
            }
        }
    }

    static bool contains(const Conversion& conversion, int prime) {
        return conversion.productInverses[prime] == 0;
    }

    static void extend(const Ring& ring, Digits digits, Polynomial source, Polynomials to, int from, int end) {
        int start = 0;
        for (int d = 0; d < digits.count; d++) {
            const Conversion& conversion = *digits.conversions[d];
            Polynomial z = to[d];
            int targets[TARGETS];
            double* limbs[TARGETS];
            int count = 0;
            auto flush = [&] {
                extend(ring, conversion, Limbs(digits.integers[d]), count, targets, limbs,
                       [&](const M& m, int t) { return Plain<S>{m, limbs[t]}; });
                count = 0;
            };
            for (int i = from < start ? 0 : from - start; i < z.size() && start + i < end; i++) {
                int index = z.prime(i);
                if (contains(conversion, index)) {
                    std::memcpy(z.limb(i), source.ofPrime(index), sizeof(double) * ring.degree);
                    continue;
                }
                targets[count] = index;
                limbs[count++] = z.limb(i);
                if (count == TARGETS) {
                    flush();
                }
            }
            if (count > 0) {
                flush();
            }
            start += z.size();
        }
    }

    // Writes (x - r)·P⁻¹ for the extended remainder r.
    struct Quotient {
        const M m;
        const double* x;
        double* to;
        Factor<S> factor;
        INLINE void store(size_t j, V r) const {
            S::store(to + j, m.centre(m.multiply(S::load(x + j) - r, factor.w, factor.v)));
        }
        INLINE void storePairs(size_t j, size_t k, V r) const {
            S::storePairs(to + j, to + k, m.centre(m.multiply(S::pairs(x + j, x + k) - r, factor.w, factor.v)));
        }
    };

    static void divide(const Ring& ring, Digits digits, Polynomial to, Polynomial source, int from, int end) {
        const Conversion& conversion = *digits.conversions[0];
        for (int i = from; i < end; i += TARGETS) {
            int targets[TARGETS];
            double* limbs[TARGETS];
            int count = 0;
            for (; count < TARGETS && i + count < end; count++) {
                targets[count] = to.prime(i + count);
                limbs[count] = to.limb(i + count);
            }
            extend(ring, conversion, Limbs(digits.integers[0]), count, targets, limbs, [&](const M& m, int t) {
                int index = targets[t];
                return Quotient{m, source.ofPrime(index), limbs[t],
                                Factor<S>(ring.primes[index], conversion.productInverses[index])};
            });
        }
    }

    // See stage and divideAdd in ring.h. The conversion is that of a first digit of `integers` and a second of `quotients`.
    static void stage(const Ring& ring, const Conversion& conversion, Polynomial integers, Polynomial quotients,
                      Polynomial source, Polynomial addend, Polynomial scratch, int from, int end) {
        for (int i = from; i < end; i++) {
            int index = quotients.prime(i);
            const Prime& prime = ring.primes[index];
            const M m(prime);
            double *q = quotients.limb(i), *r = scratch.limb(i);
            Factor<S> product(prime, conversion.firstProducts[index]);
            each(ring.degree, r, source.ofPrime(index), addend.ofPrime(index),
                 [&](V x, V a) INLINE_LAMBDA { return m.centre(x + m.multiply(a, product.w, product.v)); });
            backwardOf(ring, m, index).backward(prime, q, r, conversion.cofactorInverses[integers.size() + i]);
            convert<1>(ring, conversion, Limbs(integers), &index, &r);
            each(ring.degree, q, q, r, [&](V x, V y) INLINE_LAMBDA { return m.centre(x - y); });
        }
    }

    // Writes (x - r)·(P·Q)⁻¹ + a·Q⁻¹ for the extended remainder r of both divisions.
    struct QuotientSum {
        const M m;
        const double *x, *a;
        double* to;
        Factor<S> factor, addend;
        bool divided; // whether Q is not 1
        INLINE V sum(V x, V r, V a) const {
            V scaled = divided ? m.multiply(a, addend.w, addend.v) : a;
            return m.centre(m.multiply(x - r, factor.w, factor.v) + scaled);
        }
        INLINE void store(size_t j, V r) const { S::store(to + j, sum(S::load(x + j), r, S::load(a + j))); }
        INLINE void storePairs(size_t j, size_t k, V r) const {
            S::storePairs(to + j, to + k, sum(S::pairs(x + j, x + k), r, S::pairs(a + j, a + k)));
        }
    };

    static void divideAdd(const Ring& ring, const Conversion& conversion, Polynomial integers, Polynomial quotients,
                          Polynomial to, Polynomial source, Polynomial addend, int from, int end) {
        for (int i = from; i < end; i += TARGETS) {
            int targets[TARGETS];
            double* limbs[TARGETS];
            int count = 0;
            for (; count < TARGETS && i + count < end; count++) {
                targets[count] = to.prime(i + count);
                limbs[count] = to.limb(i + count);
            }
            extend(ring, conversion, Limbs(integers, quotients), count, targets, limbs, [&](const M& m, int t) {
                int index = targets[t];
                const Prime& prime = ring.primes[index];
                return QuotientSum{m,
                                   source.ofPrime(index),
                                   addend.ofPrime(index),
                                   limbs[t],
                                   Factor<S>(prime, conversion.productInverses[index]),
                                   Factor<S>(prime, conversion.secondInverses[index]),
                                   quotients.size() > 0};
            });
        }
    }

    // Division, addition unless the addend is null, and an automorphism, in scratch limbs that the second-level cache holds.
    static void divideAutomorphism(const Ring& ring, Digits digits, Polynomial to, Polynomial source, const Polynomial* addend,
                                   const int32_t* blocks, Polynomial scratch, int from, int end) {
        const Conversion& conversion = *digits.conversions[0];
        const Permutation permutation(blocks);
        for (int i = from; i < end; i += TARGETS) {
            int targets[TARGETS];
            double* limbs[TARGETS];
            int count = 0;
            for (; count < TARGETS && i + count < end; count++) {
                targets[count] = to.prime(i + count);
                limbs[count] = scratch.limb(count);
            }
            const Limbs integers(digits.integers[0]);
            if (addend == nullptr) {
                extend(ring, conversion, integers, count, targets, limbs, [&](const M& m, int t) {
                    int index = targets[t];
                    return Quotient{m, source.ofPrime(index), limbs[t],
                                    Factor<S>(ring.primes[index], conversion.productInverses[index])};
                });
            } else {
                extend(ring, conversion, integers, count, targets, limbs, [&](const M& m, int t) {
                    int index = targets[t];
                    Factor<S> factor(ring.primes[index], conversion.productInverses[index]);
                    return QuotientSum{m, source.ofPrime(index), addend->ofPrime(index), limbs[t], factor, factor, false};
                });
            }
            for (int k = 0; k < count; k++) {
                permutation.apply(to.limb(i + k), limbs[k], ring.degree);
            }
        }
    }

    // Whether every digit is one limb.
    static bool single(Digits digits) {
        for (int d = 0; d < digits.count; d++) {
            if (digits.conversions[d]->digit.size() > 1) {
                return false;
            }
        }
        return true;
    }

    // Takes the extension x of a digit: first ← x·b, second ← x·c, added to what is there if ONTO. Centred, x makes products below
    // 9/16·p: UNCENTRED of them and a centred number stay below 2^52.
    template <bool ONTO>
    struct Products {
        static constexpr int UNCENTRED = 12;
        const M m;
        const double *b, *c;
        double *first, *second;
        bool centre;
        INLINE V sum(V x, V b, V before) const {
            V product = m.multiply(x, b);
            V sum = ONTO ? before + product : product;
            return centre ? m.centre(sum) : sum;
        }
        INLINE void store(size_t j, V x) const {
            V y = m.centre(x);
            S::store(first + j, sum(y, S::load(b + j), S::load(first + j)));
            S::store(second + j, sum(y, S::load(c + j), S::load(second + j)));
        }
        INLINE void storePairs(size_t j, size_t k, V x) const {
            V y = m.centre(x);
            S::storePairs(first + j, first + k, sum(y, S::pairs(b + j, b + k), S::pairs(first + j, first + k)));
            S::storePairs(second + j, second + k, sum(y, S::pairs(c + j, c + k), S::pairs(second + j, second + k)));
        }
    };

    // One digit's share: `extended` has its limb by the target's prime, or its integers converted, or is not needed where the digit
    // is the one limb `integers`.
    template <class Out>
    static void multiplyExtended(const Ring& ring, int index, const double* limb, const double* integers, double* extended,
                                 const Out& out, Ahead next) {
        const M m(ring.primes[index]);
        if (limb != nullptr) {
            for (int j = 0; j < ring.degree; j += W) {
                out.store(j, S::load(limb + j));
            }
        } else if (integers != nullptr) {
            forwardOf(ring, m, index).forward(extended, Centred{m, integers}, out, next);
        } else {
            forwardOf(ring, m, index).forward(extended, Ready{extended}, out, next);
        }
    }

    // Extends a digit at a time; the last pass of its transforms multiplies, and the passes before fetch the keys.
    static void extendedInSums(const Ring& ring, Digits digits, Polynomial source, Polynomial first, Polynomial second,
                               Polynomials b, Polynomials c, Polynomial scratch, int from, int end) {
        // As many targets at a time as are converted at once, or one: sums that stay in the cache are worth more than what is shared.
        const int width = single(digits) ? 1 : scratch.size() < TARGETS ? scratch.size() : TARGETS;
        for (int i = from; i < end; i += width) {
            const int group = end - i < width ? end - i : width;
            for (int d = 0; d < digits.count; d++) {
                const Conversion& conversion = *digits.conversions[d];
                const Polynomial integers = digits.integers[d];
                const double* one = integers.size() == 1 ? integers.limb(0) : nullptr;
                int targets[TARGETS];
                double* to[TARGETS];
                int count = 0;
                for (int k = 0; k < group; k++) {
                    if (!contains(conversion, first.prime(i + k))) {
                        targets[count] = first.prime(i + k);
                        to[count++] = scratch.limb(k);
                    }
                }
                if (one == nullptr) {
                    convert(ring, conversion, Limbs(integers), count, targets, to);
                }
                const bool centre = d == digits.count - 1 || d % Products<true>::UNCENTRED == Products<true>::UNCENTRED - 1;
                for (int k = 0; k < group; k++) {
                    const int index = first.prime(i + k);
                    const M m(ring.primes[index]);
                    const double* limb = contains(conversion, index) ? source.ofPrime(index) : nullptr;
                    const double *u = b[d].ofPrime(index), *v = c[d].ofPrime(index);
                    double *x = first.limb(i + k), *y = second.ofPrime(index), *z = scratch.limb(k);
                    if (d == 0) {
                        multiplyExtended(ring, index, limb, one, z, Products<false>{m, u, v, x, y, centre}, Ahead{u, v});
                    } else {
                        multiplyExtended(ring, index, limb, one, z, Products<true>{m, u, v, x, y, centre}, Ahead{u, v});
                    }
                }
            }
        }
    }

    // Extends some digits first, then adds up their products: for few registers.
    static void extendedThenSums(const Ring& ring, Digits digits, Polynomial source, Polynomial first, Polynomial second,
                             Polynomials b, Polynomials c, Polynomial scratch, int from, int end) {
        // `together` digits at a time of `width` limbs; one limb where a digit is one, as nothing is saved by reading it once.
        int together = digits.count < STREAMS ? digits.count : STREAMS;
        int width = single(digits) ? 1 : scratch.size() / together;
        std::vector<const double*> limbs(3 * static_cast<size_t>(together));
        std::vector<const double*> extended(static_cast<size_t>(together) * width);
        const double **x = limbs.data(), **y = x + together, **z = y + together;
        for (int i = from; i < end; i += width) {
            int group = end - i < width ? end - i : width;
            for (int d0 = 0; d0 < digits.count; d0 += together) {
                int terms = digits.count - d0 < together ? digits.count - d0 : together;
                for (int d = 0; d < terms; d++) {
                    const Conversion& conversion = *digits.conversions[d0 + d];
                    int targets[TARGETS];
                    double* to[TARGETS];
                    int count = 0;
                    for (int k = 0; k < group; k++) {
                        int index = first.prime(i + k);
                        if (contains(conversion, index)) {
                            extended[d * width + k] = source.ofPrime(index);
                        } else {
                            targets[count] = index;
                            to[count++] = scratch.limb(d * width + k);
                            extended[d * width + k] = scratch.limb(d * width + k);
                        }
                    }
                    if (count > 0) {
                        extend(ring, conversion, Limbs(digits.integers[d0 + d]), count, targets, to,
                               [&](const M& m, int t) { return Plain<S>{m, to[t]}; });
                    }
                }
                for (int k = 0; k < group; k++) {
                    int index = first.prime(i + k);
                    for (int d = 0; d < terms; d++) {
                        x[d] = extended[d * width + k];
                        y[d] = b[d0 + d].ofPrime(index);
                        z[d] = c[d0 + d].ofPrime(index);
                    }
                    sums<true>(ring, index, first.limb(i + k), second.ofPrime(index), terms, x, y, z, d0 > 0);
                }
            }
        }
    }

    static void extendedSums(const Ring& ring, Digits digits, Polynomial source, Polynomial first, Polynomial second,
                             Polynomials b, Polynomials c, Polynomial scratch, int from, int end) {
        if constexpr (W == 8) {
            extendedInSums(ring, digits, source, first, second, b, c, scratch, from, end);
        } else {
            extendedThenSums(ring, digits, source, first, second, b, c, scratch, from, end);
        }
    }

    static constexpr Kernels kernels() {
        return {W,       importCoefficients, importResidues, exportResidues, forward, backward, pointwise, scalar,
                scaleUp, permute,            sums,           scalarSums,     decompose, extend, divide,    stage,
                divideAdd, divideAutomorphism, extendedSums};
    }
};
