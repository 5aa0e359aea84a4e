// The negacyclic NTT, depth first: passes over blocks too large for the first-level cache, then all the rest of a block while
// it stays there. Radix-4 passes over whole vectors come first; the tail has the stages within four neighbours (four lanes:
// pairs of numbers are loaded so that nothing crosses half-vectors) or within 64 (eight lanes: across vectors, a transposition,
// across vectors again). Constants are local to each pass, so that they stay in registers: stores might change members.
//
// Sizes, in multiples of p; a product by a factor is at most ½ + y/16 for y ≤ 8. Forward, each stage adds a product to a number:
// from y it grows to y·17/16 + ½ at most. A radix-4 pass that centres the one of its four inputs that is never multiplied leaves
// numbers below 2.44 if those that come in are below 7.05. Six more stages lead below 7.03: so the last radix-4 pass centres,
// and every fourth one before, and a tail of six stages ends below 8; so do the first seven stages from centred numbers.
// Backward, centred numbers grow in the tail to 2 at four lanes; at eight to 4, when half of them are centred, then to 7.2, when
// those that were never multiplied are centred again. A radix-4 pass centres the sum of all four, below 8, and leaves products
// and sums of two: below 1.6.

constexpr int CACHED = 2048; // elements of a block that the first-level cache holds with room for twiddle factors

// How the first pass reads and the last pass writes.
template <class S>
struct Plain {
    const Modulus<S> m;
    double* a;
    INLINE typename S::V load(size_t j) const { return S::load(a + j); }
    INLINE void store(size_t j, typename S::V x) const { S::store(a + j, m.centre(x)); }
    INLINE void storePairs(size_t j, size_t k, typename S::V x) const { S::storePairs(a + j, a + k, m.centre(x)); }
};

// What the radix-4 passes of a transform fetch from memory meanwhile: nothing.
struct Nothing {
    INLINE void fetch() {}
};

// Two arrays, a cache line of each at a time.
struct Ahead {
    const double *a, *b;
    INLINE void fetch() {
        __builtin_prefetch(a, 0, 2);
        __builtin_prefetch(b, 0, 2);
        a += 8;
        b += 8;
    }
};

template <class S>
class Transform {
    using V = typename S::V;
    using M = Modulus<S>;
    static constexpr int W = S::LANES;
    static constexpr int LOG = W == 4 ? 2 : 3;
    // Elements whose stages are the tail's.
    static constexpr int BLOCK = W == 4 ? 4 : W * W;

    const M modulus;
    const double *const head, *const tail;
    const size_t n;

    INLINE static void forwardButterfly(const M& m, V& x, V& y, V w) {
        V z = m.multiply(y, w, w * m.inverse);
        y = x - z;
        x = x + z;
    }

    INLINE static void backwardButterfly(const M& m, V& x, V& y, V w) {
        V d = x - y;
        x = x + y;
        y = m.multiply(d, w, w * m.inverse);
    }

    // The stages across W vectors, of COUNT blocks side by side; factor(b, k) is factor k of block b.
    template <int COUNT, class F>
    INLINE static void forwardAcross(const M& m, V (*x)[W], F factor) {
        UNROLL for (int s = 0; s < LOG; s++) {
            UNROLL for (int g = 0; g < 1 << s; g++) {
                UNROLL for (int b = 0; b < COUNT; b++) {
                    V w = factor(b, (1 << s) - 1 + g);
                    UNROLL for (int k = 0; k < W >> (s + 1); k++) {
                        int i = (g * W >> s) + k;
                        forwardButterfly(m, x[b][i], x[b][i + (W >> (s + 1))], w);
                    }
                }
            }
        }
    }

    template <int COUNT, class F>
    INLINE static void backwardAcross(const M& m, V (*x)[W], F factor) {
        UNROLL for (int s = LOG - 1; s >= 0; s--) {
            UNROLL for (int g = 0; g < 1 << s; g++) {
                UNROLL for (int b = 0; b < COUNT; b++) {
                    V w = factor(b, (1 << s) - 1 + g);
                    UNROLL for (int k = 0; k < W >> (s + 1); k++) {
                        int i = (g * W >> s) + k;
                        backwardButterfly(m, x[b][i], x[b][i + (W >> (s + 1))], w);
                    }
                }
            }
        }
    }

    template <int COUNT>
    INLINE static void transpose(V (*x)[W]) {
        UNROLL for (int b = 0; b < COUNT; b++) {
            S::transpose(x[b]);
        }
    }

    // The tail of COUNT blocks of eight lanes.
    template <int COUNT, class Out>
    INLINE void forwardBlocks(size_t from, const double* a, Out out) const {
        const M m = modulus;
        const double* w = tail + from;
        V x[COUNT][W];
        UNROLL for (int b = 0; b < COUNT; b++) {
            UNROLL for (int k = 0; k < W; k++) {
                x[b][k] = S::load(a + from + b * BLOCK + k * W);
            }
        }
        forwardAcross<COUNT>(m, x, [&](int b, int k) INLINE_LAMBDA { return S::all(w[b * BLOCK + k]); });
        transpose<COUNT>(x);
        forwardAcross<COUNT>(m, x, [&](int b, int k) INLINE_LAMBDA { return S::load(w + b * BLOCK + W + k * W); });
        transpose<COUNT>(x);
        UNROLL for (int b = 0; b < COUNT; b++) {
            UNROLL for (int k = 0; k < W; k++) {
                out.store(from + b * BLOCK + k * W, x[b][k]);
            }
        }
    }

    template <int COUNT>
    INLINE void backwardBlocks(size_t from, const double* source, double* a) const {
        const M m = modulus;
        const double* w = tail + from;
        V x[COUNT][W];
        UNROLL for (int b = 0; b < COUNT; b++) {
            UNROLL for (int k = 0; k < W; k++) {
                x[b][k] = S::load(source + from + b * BLOCK + k * W);
            }
        }
        transpose<COUNT>(x);
        backwardAcross<COUNT>(m, x, [&](int b, int k) INLINE_LAMBDA { return S::load(w + b * BLOCK + W + k * W); });
        UNROLL for (int b = 0; b < COUNT; b++) {
            UNROLL for (int k = 0; k < W / 2; k++) {
                x[b][k] = m.centre(x[b][k]);
            }
        }
        transpose<COUNT>(x);
        backwardAcross<COUNT>(m, x, [&](int b, int k) INLINE_LAMBDA { return S::all(w[b * BLOCK + k]); });
        UNROLL for (int b = 0; b < COUNT; b++) {
            UNROLL for (int k = 0; k < W; k++) {
                S::store(a + from + b * BLOCK + k * W, k < W / 4 ? m.centre(x[b][k]) : x[b][k]);
            }
        }
    }

    // The tail of the elements [from, to).
    template <class Out>
    void forwardTail(size_t from, size_t to, const double* a, Out out) const {
        if constexpr (W == 4) {
            const M m = modulus;
            for (size_t j = from; j < to; j += 16) {
                const double* w = tail + j / 4 * 3;
                UNROLL for (int h = 0; h < 2; h++) {
                    size_t i = j + 8 * h;
                    V x = S::pairs(a + i, a + i + 4), y = S::pairs(a + i + 2, a + i + 6);
                    forwardButterfly(m, x, y, S::doubled(w + h));
                    V even = S::firsts(x, y), odd = S::seconds(x, y);
                    forwardButterfly(m, even, odd, S::load(w + 4 + 4 * h));
                    out.storePairs(i, i + 4, S::firsts(even, odd));
                    out.storePairs(i + 2, i + 6, S::seconds(even, odd));
                }
            }
        } else {
            // Two blocks side by side: the chains of one leave too much waiting.
            size_t j = from;
            for (; j + 2 * BLOCK <= to; j += 2 * BLOCK) {
                forwardBlocks<2>(j, a, out);
            }
            if (j < to) {
                forwardBlocks<1>(j, a, out);
            }
        }
    }

    void backwardTail(size_t from, size_t to, const double* source, double* a) const {
        if constexpr (W == 4) {
            const M m = modulus;
            for (size_t j = from; j < to; j += 16) {
                const double* w = tail + j / 4 * 3;
                UNROLL for (int h = 0; h < 2; h++) {
                    size_t i = j + 8 * h;
                    V x = S::pairs(source + i, source + i + 4), y = S::pairs(source + i + 2, source + i + 6);
                    V even = S::firsts(x, y), odd = S::seconds(x, y);
                    backwardButterfly(m, even, odd, S::load(w + 4 + 4 * h));
                    x = S::firsts(even, odd);
                    y = S::seconds(even, odd);
                    backwardButterfly(m, x, y, S::doubled(w + h));
                    S::storePairs(a + i, a + i + 4, x);
                    S::storePairs(a + i + 2, a + i + 6, y);
                }
            }
        } else {
            size_t j = from;
            for (; j + 2 * BLOCK <= to; j += 2 * BLOCK) {
                backwardBlocks<2>(j, source, a);
            }
            if (j < to) {
                backwardBlocks<1>(j, source, a);
            }
        }
    }

    // Four vectors between the two stages of a radix-4 pass. The second stage of a column stands beside the first of the next: a
    // chain is longer than what processors look ahead.
    struct Column {
        V a, b, c, d;
    };

    template <bool CENTRE, class In>
    INLINE static Column firstStage(const M& m, const In& in, size_t j, size_t stride, V w1, V v1) {
        V x0 = in.load(j), x1 = in.load(j + stride), x2 = in.load(j + 2 * stride), x3 = in.load(j + 3 * stride);
        if (CENTRE) {
            x0 = m.centre(x0);
        }
        x2 = m.multiply(x2, w1, v1);
        x3 = m.multiply(x3, w1, v1);
        return {x0 + x2, x0 - x2, x1 + x3, x1 - x3};
    }

    INLINE static void secondStage(const M& m, double* a, size_t j, size_t stride, const Column& x, V w2, V v2, V w3, V v3) {
        V y1 = m.multiply(x.c, w2, v2);
        V y3 = m.multiply(x.d, w3, v3);
        S::store(a + j, x.a + y1);
        S::store(a + j + stride, x.a - y1);
        S::store(a + j + 2 * stride, x.b + y3);
        S::store(a + j + 3 * stride, x.b - y3);
    }

    // Two stages on the blocks [from, from + count) of `blocks`, four quarters of `stride` elements each.
    template <bool CENTRE, class In, class Next>
    INLINE void forwardFour(double* a, size_t blocks, size_t from, size_t count, size_t stride, In in, Next& next) const {
        const M m = modulus;
        const double* w = head;
        for (size_t i = from; i < from + count; i++) {
            V w1 = S::all(w[blocks + i]), w2 = S::all(w[2 * (blocks + i)]), w3 = S::all(w[2 * (blocks + i) + 1]);
            V v1 = w1 * m.inverse, v2 = w2 * m.inverse, v3 = w3 * m.inverse;
            size_t start = 4 * stride * i;
            Column x = firstStage<CENTRE>(m, in, start, stride, w1, v1);
            for (size_t j = start + W; j < start + stride; j += W) {
                Column y = firstStage<CENTRE>(m, in, j, stride, w1, v1);
                secondStage(m, a, j - W, stride, x, w2, v2, w3, v3);
                x = y;
                next.fetch();
            }
            secondStage(m, a, start + stride - W, stride, x, w2, v2, w3, v3);
        }
    }

    template <class In, class Next>
    void forwardPass(double* a, size_t blocks, size_t from, size_t count, size_t stride, const In& in, Next& next) const {
        Next local = next; // stays in registers
        if (stride == W) {
            forwardFour<true>(a, blocks, from, count, W, in, local);
        } else if (centred(stride)) {
            forwardFour<true>(a, blocks, from, count, stride, in, local);
        } else {
            forwardFour<false>(a, blocks, from, count, stride, in, local);
        }
        next = local;
    }

    // Whether numbers have to be centred: see above.
    static bool centred(size_t stride) {
        int left = 0;
        for (size_t l = stride; l > BLOCK; l /= 4) {
            left++;
        }
        return left % 4 == 0;
    }

    template <class In>
    INLINE void forwardTwo(double* a, size_t stride, In in) const {
        const M m = modulus;
        V w = S::all(head[1]);
        for (size_t j = 0; j < stride; j += W) {
            V x = in.load(j);
            V y = m.multiply(in.load(j + stride), w);
            S::store(a + j, x + y);
            S::store(a + j + stride, x - y);
        }
    }

    INLINE static Column backwardFirst(const M& m, const double* a, size_t j, size_t stride, V w2, V v2, V w3, V v3) {
        V x0 = S::load(a + j), x1 = S::load(a + j + stride), x2 = S::load(a + j + 2 * stride), x3 = S::load(a + j + 3 * stride);
        V y0 = x0 + x1, y2 = x2 + x3;
        V y1 = m.multiply(x0 - x1, w2, v2);
        V y3 = m.multiply(x2 - x3, w3, v3);
        return {y0 + y2, y1 + y3, y0 - y2, y1 - y3};
    }

    INLINE static void backwardSecond(const M& m, double* a, size_t j, size_t stride, const Column& x, V w1, V v1) {
        S::store(a + j, m.centre(x.a));
        S::store(a + j + stride, x.b);
        S::store(a + j + 2 * stride, m.multiply(x.c, w1, v1));
        S::store(a + j + 3 * stride, m.multiply(x.d, w1, v1));
    }

    INLINE void backwardFour(double* a, size_t blocks, size_t from, size_t count, size_t stride) const {
        const M m = modulus;
        const double* w = head;
        for (size_t i = from; i < from + count; i++) {
            V w1 = S::all(w[blocks + i]), w2 = S::all(w[2 * (blocks + i)]), w3 = S::all(w[2 * (blocks + i) + 1]);
            V v1 = w1 * m.inverse, v2 = w2 * m.inverse, v3 = w3 * m.inverse;
            size_t start = 4 * stride * i;
            Column x = backwardFirst(m, a, start, stride, w2, v2, w3, v3);
            for (size_t j = start + W; j < start + stride; j += W) {
                Column next = backwardFirst(m, a, j, stride, w2, v2, w3, v3);
                backwardSecond(m, a, j - W, stride, x, w1, v1);
                x = next;
            }
            backwardSecond(m, a, start + stride - W, stride, x, w1, v1);
        }
    }

    void backwardPass(double* a, size_t blocks, size_t from, size_t count, size_t stride) const {
        if (stride == W) {
            backwardFour(a, blocks, from, count, W);
        } else {
            backwardFour(a, blocks, from, count, stride);
        }
    }

    void backwardFourScaled(double* a, size_t stride, V f, V f1) const {
        const M m = modulus;
        const double* w = head;
        V w2 = S::all(w[2]), w3 = S::all(w[3]), v2 = w2 * m.inverse, v3 = w3 * m.inverse;
        for (size_t j = 0; j < stride; j += W) {
            V x0 = S::load(a + j), x1 = S::load(a + j + stride);
            V x2 = S::load(a + j + 2 * stride), x3 = S::load(a + j + 3 * stride);
            V y0 = x0 + x1, y2 = x2 + x3;
            V y1 = m.multiply(x0 - x1, w2, v2);
            V y3 = m.multiply(x2 - x3, w3, v3);
            S::store(a + j, m.centre(m.multiply(y0 + y2, f)));
            S::store(a + j + stride, m.centre(m.multiply(y1 + y3, f)));
            S::store(a + j + 2 * stride, m.centre(m.multiply(y0 - y2, f1)));
            S::store(a + j + 3 * stride, m.centre(m.multiply(y1 - y3, f1)));
        }
    }

    void backwardTwoScaled(double* a, size_t stride, V f, V f1) const {
        const M m = modulus;
        for (size_t j = 0; j < stride; j += W) {
            V x = S::load(a + j), y = S::load(a + j + stride);
            S::store(a + j, m.centre(m.multiply(x + y, f)));
            S::store(a + j + stride, m.centre(m.multiply(x - y, f1)));
        }
    }

    // Everything on block i of `blocks`; 4^k·BLOCK elements are left in a block.
    template <class Out, class Next>
    void forwardRest(double* a, size_t blocks, size_t i, const Out& out, Next& next) const {
        Plain<S> in{modulus, a};
        size_t length = n / blocks;
        if (length > CACHED) {
            forwardPass(a, blocks, i, 1, length / 4, in, next);
            for (size_t k = 0; k < 4; k++) {
                forwardRest(a, 4 * blocks, 4 * i + k, out, next);
            }
            return;
        }
        for (size_t b = blocks, l = length, count = 1; l > BLOCK; b *= 4, l /= 4, count *= 4) {
            forwardPass(a, b, i * count, count, l / 4, in, next);
        }
        forwardTail(i * length, (i + 1) * length, a, out);
    }

    void backwardRest(const double* source, double* a, size_t blocks, size_t i) const {
        size_t length = n / blocks;
        if (length > CACHED) {
            for (size_t k = 0; k < 4; k++) {
                backwardRest(source, a, 4 * blocks, 4 * i + k);
            }
            backwardPass(a, blocks, i, 1, length / 4);
            return;
        }
        backwardTail(i * length, (i + 1) * length, source, a);
        for (size_t l = 4 * BLOCK; l <= length; l *= 4) {
            backwardPass(a, n / l, i * (length / l), length / l, l / 4);
        }
    }

    // Whether an odd number of stages comes before those of the tail.
    bool odd() const {
        int stages = 0;
        for (size_t l = n; l > BLOCK; l /= 2) {
            stages++;
        }
        return stages % 2 == 1;
    }

public:
    INLINE Transform(const M& modulus, const Twiddles& twiddles, size_t degree)
        : modulus(modulus), head(twiddles.head.get()), tail(twiddles.tail.get()), n(degree) {}

    // From `in`, centred, by way of `a`, to `out`, which takes numbers below 8p.
    template <class In, class Out, class Next = Nothing>
    void forward(double* a, const In& in, const Out& out, Next next = {}) const {
        if (n == BLOCK) {
            for (size_t j = 0; j < n; j += W) {
                S::store(a + j, in.load(j));
            }
            forwardTail(0, n, a, out);
        } else if (odd()) {
            forwardTwo(a, n / 2, in);
            forwardRest(a, 2, 0, out, next);
            forwardRest(a, 2, 1, out, next);
        } else {
            forwardPass(a, 1, 0, 1, n / 4, in, next);
            if (n == 4 * BLOCK) {
                forwardTail(0, n, a, out);
                return;
            }
            for (size_t k = 0; k < 4; k++) {
                forwardRest(a, 4, k, out, next);
            }
        }
    }

    void forward(double* a) const {
        Plain<S> plain{modulus, a};
        forward(a, plain, plain);
    }

    // a ← factor · inverse transform of source, centred.
    void backward(const Prime& prime, double* a, const double* source, int64_t factor) const {
        int64_t scale = glovebox::multiply(factor, prime.degreeInverse, prime.p);
        const M m = modulus;
        V f = S::all(centre(scale, prime.p));
        if (n == BLOCK) {
            backwardTail(0, n, source, a);
            for (size_t j = 0; j < n; j += W) {
                S::store(a + j, m.centre(m.multiply(S::load(a + j), f)));
            }
            return;
        }
        int64_t root = static_cast<int64_t>(head[1]);
        V f1 = S::all(centre(glovebox::multiply(scale, root < 0 ? root + prime.p : root, prime.p), prime.p));
        if (odd()) {
            backwardRest(source, a, 2, 0);
            backwardRest(source, a, 2, 1);
            backwardTwoScaled(a, n / 2, f, f1);
        } else {
            if (n == 4 * BLOCK) {
                backwardTail(0, n, source, a);
            } else {
                for (size_t k = 0; k < 4; k++) {
                    backwardRest(source, a, 4, k);
                }
            }
            backwardFourScaled(a, n / 4, f, f1);
        }
    }
};
