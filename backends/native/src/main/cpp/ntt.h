// The negacyclic NTT, depth first: passes over blocks too large for the first-level cache, then all the rest of a block while it
// stays there. The stages inside lanes² neighbours run as one pass: across vectors, a transposition, across vectors again.
//
// Sizes, in multiples of p; a product by a factor is at most ½ + y/16 for y ≤ 8. Forward, a radix-4 pass centres the one of its
// four inputs that is never multiplied and adds two products: numbers stay below 2. A block starts likewise and stays below 3,
// adds log₂ lanes more products and stays below 6: what the last pass hands on. Backward, centred numbers grow to lanes/2
// within vectors; half of them are then centred (at four lanes one of four suffices) and all are below 1.3, so that a sum of
// four or eight stays below 8. A radix-4 pass centres the sum of all four and leaves products and sums of two: below 1.5.

constexpr int CACHED = 2048; // elements of a block that the first-level cache holds with room for twiddle factors

// How the first pass reads and the last pass writes.
template <class S>
struct Plain {
    const Modulus<S>& m;
    double* a;
    INLINE typename S::V load(size_t j) const { return S::load(a + j); }
    INLINE void store(size_t j, typename S::V x) const { S::store(a + j, m.centre(x)); }
};

template <class S>
class Transform {
    using V = typename S::V;
    using M = Modulus<S>;
    static constexpr int W = S::LANES;
    static constexpr int LOG = W == 4 ? 2 : 3;
    static constexpr int BLOCK = W * W;

    const M& m;
    const Twiddles& t;
    const size_t n;

    INLINE V vof(V w) const { return w * m.inverse; }

    INLINE void forwardButterfly(V& x, V& y, V w) const {
        V z = m.multiply(y, w, vof(w));
        y = x - z;
        x = x + z;
    }

    INLINE void backwardButterfly(V& x, V& y, V w) const {
        V d = x - y;
        x = x + y;
        y = m.multiply(d, w, vof(w));
    }

    template <class F>
    INLINE void forwardAcross(V* x, F factor) const {
        UNROLL for (int s = 0; s < LOG; s++) {
            UNROLL for (int g = 0; g < 1 << s; g++) {
                V w = factor((1 << s) - 1 + g);
                UNROLL for (int k = 0; k < W >> (s + 1); k++) {
                    int i = (g * W >> s) + k;
                    forwardButterfly(x[i], x[i + (W >> (s + 1))], w);
                }
            }
        }
    }

    template <class F>
    INLINE void backwardAcross(V* x, F factor) const {
        UNROLL for (int s = LOG - 1; s >= 0; s--) {
            UNROLL for (int g = 0; g < 1 << s; g++) {
                V w = factor((1 << s) - 1 + g);
                UNROLL for (int k = 0; k < W >> (s + 1); k++) {
                    int i = (g * W >> s) + k;
                    backwardButterfly(x[i], x[i + (W >> (s + 1))], w);
                }
            }
        }
    }

    // The last stages of the elements [from, to).
    template <class In, class Out>
    void forwardBlocks(size_t from, size_t to, const In& in, const Out& out) const {
        for (size_t j = from; j < to; j += BLOCK) {
            const double* w = t.tail.get() + j;
            V x[W];
            UNROLL for (int k = 0; k < W; k++) {
                x[k] = in.load(j + k * W);
            }
            x[0] = m.centre(x[0]);
            forwardAcross(x, [&](int k) INLINE_LAMBDA { return S::all(w[k]); });
            S::transpose(x);
            forwardAcross(x, [&](int k) INLINE_LAMBDA { return S::load(w + W + k * W); });
            S::transpose(x);
            UNROLL for (int k = 0; k < W; k++) {
                out.store(j + k * W, x[k]);
            }
        }
    }

    void backwardBlocks(size_t from, size_t to, const double* source, double* a) const {
        for (size_t j = from; j < to; j += BLOCK) {
            const double* w = t.tail.get() + j;
            V x[W];
            UNROLL for (int k = 0; k < W; k++) {
                x[k] = S::load(source + j + k * W);
            }
            S::transpose(x);
            backwardAcross(x, [&](int k) INLINE_LAMBDA { return S::load(w + W + k * W); });
            UNROLL for (int k = 0; k < (W == 4 ? 1 : W / 2); k++) {
                x[k] = m.centre(x[k]);
            }
            S::transpose(x);
            backwardAcross(x, [&](int k) INLINE_LAMBDA { return S::all(w[k]); });
            UNROLL for (int k = 0; k < W / 4; k++) {
                x[k] = m.centre(x[k]);
            }
            UNROLL for (int k = 0; k < W; k++) {
                S::store(a + j + k * W, x[k]);
            }
        }
    }

    // Two stages on block i of `blocks`, four quarters of `stride` elements each.
    template <class In>
    INLINE void forwardFour(double* a, size_t blocks, size_t i, size_t stride, const In& in) const {
        const double* w = t.head.get();
        V w1 = S::all(w[blocks + i]), w2 = S::all(w[2 * (blocks + i)]), w3 = S::all(w[2 * (blocks + i) + 1]);
        V v1 = vof(w1), v2 = vof(w2), v3 = vof(w3);
        size_t start = 4 * stride * i;
        for (size_t j = start; j < start + stride; j += W) {
            V x0 = m.centre(in.load(j));
            V x1 = in.load(j + stride);
            V x2 = m.multiply(in.load(j + 2 * stride), w1, v1);
            V x3 = m.multiply(in.load(j + 3 * stride), w1, v1);
            V y0 = x0 + x2, y2 = x0 - x2;
            V y1 = m.multiply(x1 + x3, w2, v2);
            V y3 = m.multiply(x1 - x3, w3, v3);
            S::store(a + j, y0 + y1);
            S::store(a + j + stride, y0 - y1);
            S::store(a + j + 2 * stride, y2 + y3);
            S::store(a + j + 3 * stride, y2 - y3);
        }
    }

    template <class In>
    INLINE void forwardTwo(double* a, size_t stride, const In& in) const {
        V w = S::all(t.head[1]), v = vof(w);
        for (size_t j = 0; j < stride; j += W) {
            V x = in.load(j);
            V y = m.multiply(in.load(j + stride), w, v);
            S::store(a + j, x + y);
            S::store(a + j + stride, x - y);
        }
    }

    INLINE void backwardFour(double* a, size_t blocks, size_t i, size_t stride) const {
        const double* w = t.head.get();
        V w1 = S::all(w[blocks + i]), w2 = S::all(w[2 * (blocks + i)]), w3 = S::all(w[2 * (blocks + i) + 1]);
        V v1 = vof(w1), v2 = vof(w2), v3 = vof(w3);
        size_t start = 4 * stride * i;
        for (size_t j = start; j < start + stride; j += W) {
            V x0 = S::load(a + j), x1 = S::load(a + j + stride);
            V x2 = S::load(a + j + 2 * stride), x3 = S::load(a + j + 3 * stride);
            V y0 = x0 + x1, y2 = x2 + x3;
            V y1 = m.multiply(x0 - x1, w2, v2);
            V y3 = m.multiply(x2 - x3, w3, v3);
            S::store(a + j, m.centre(y0 + y2));
            S::store(a + j + stride, y1 + y3);
            S::store(a + j + 2 * stride, m.multiply(y0 - y2, w1, v1));
            S::store(a + j + 3 * stride, m.multiply(y1 - y3, w1, v1));
        }
    }

    // The last pass: as backwardFour on all elements, times f; `f1` is f times the factor.
    void backwardFourScaled(double* a, size_t stride, Factor<S> f, Factor<S> f1) const {
        const double* w = t.head.get();
        V w2 = S::all(w[2]), w3 = S::all(w[3]), v2 = vof(w2), v3 = vof(w3);
        for (size_t j = 0; j < stride; j += W) {
            V x0 = S::load(a + j), x1 = S::load(a + j + stride);
            V x2 = S::load(a + j + 2 * stride), x3 = S::load(a + j + 3 * stride);
            V y0 = x0 + x1, y2 = x2 + x3;
            V y1 = m.multiply(x0 - x1, w2, v2);
            V y3 = m.multiply(x2 - x3, w3, v3);
            S::store(a + j, m.centre(m.multiply(y0 + y2, f.w, f.v)));
            S::store(a + j + stride, m.centre(m.multiply(y1 + y3, f.w, f.v)));
            S::store(a + j + 2 * stride, m.centre(m.multiply(y0 - y2, f1.w, f1.v)));
            S::store(a + j + 3 * stride, m.centre(m.multiply(y1 - y3, f1.w, f1.v)));
        }
    }

    void backwardTwoScaled(double* a, size_t stride, Factor<S> f, Factor<S> f1) const {
        for (size_t j = 0; j < stride; j += W) {
            V x = S::load(a + j), y = S::load(a + j + stride);
            S::store(a + j, m.centre(m.multiply(x + y, f.w, f.v)));
            S::store(a + j + stride, m.centre(m.multiply(x - y, f1.w, f1.v)));
        }
    }

    // Everything on block i of `blocks`; 4^k·BLOCK elements are left in a block.
    template <class Out>
    void forwardRest(double* a, size_t blocks, size_t i, const Out& out) const {
        Plain<S> in{m, a};
        size_t length = n / blocks;
        if (length > CACHED) {
            forwardFour(a, blocks, i, length / 4, in);
            for (size_t k = 0; k < 4; k++) {
                forwardRest(a, 4 * blocks, 4 * i + k, out);
            }
            return;
        }
        size_t first = i, count = 1;
        for (size_t b = blocks, l = length; l > BLOCK; b *= 4, l /= 4, first *= 4, count *= 4) {
            for (size_t k = first; k < first + count; k++) {
                forwardFour(a, b, k, l / 4, in);
            }
        }
        forwardBlocks(i * length, (i + 1) * length, in, out);
    }

    void backwardRest(const double* source, double* a, size_t blocks, size_t i) const {
        size_t length = n / blocks;
        if (length > CACHED) {
            for (size_t k = 0; k < 4; k++) {
                backwardRest(source, a, 4 * blocks, 4 * i + k);
            }
            backwardFour(a, blocks, i, length / 4);
            return;
        }
        backwardBlocks(i * length, (i + 1) * length, source, a);
        for (size_t l = 4 * BLOCK; l <= length; l *= 4) {
            for (size_t k = i * length / l; k < (i + 1) * length / l; k++) {
                backwardFour(a, n / l, k, l / 4);
            }
        }
    }

    // Whether an odd number of stages comes before those of blocks.
    bool odd() const {
        int head = 0;
        for (size_t l = n; l > BLOCK; l /= 2) {
            head++;
        }
        return head % 2 == 1;
    }

public:
    INLINE Transform(const M& modulus, const Twiddles& twiddles, size_t degree) : m(modulus), t(twiddles), n(degree) {}

    // From `in`, by way of `a`, to `out`; numbers of up to 8p come in, `out` takes numbers below 6p.
    template <class In, class Out>
    void forward(double* a, const In& in, const Out& out) const {
        if (n == BLOCK) {
            forwardBlocks(0, n, in, out);
        } else if (odd()) {
            forwardTwo(a, n / 2, in);
            forwardRest(a, 2, 0, out);
            forwardRest(a, 2, 1, out);
        } else {
            forwardFour(a, 1, 0, n / 4, in);
            for (size_t k = 0; k < 4; k++) {
                forwardRest(a, 4, k, out);
            }
        }
    }

    void forward(double* a) const {
        Plain<S> plain{m, a};
        forward(a, plain, plain);
    }

    // a ← factor · inverse transform of source, centred.
    void backward(const Prime& prime, double* a, const double* source, int64_t factor) const {
        int64_t scale = glovebox::multiply(factor, prime.degreeInverse, prime.p);
        Factor<S> f(prime, scale);
        if (n == BLOCK) {
            backwardBlocks(0, n, source, a);
            for (size_t j = 0; j < n; j += W) {
                S::store(a + j, m.centre(m.multiply(S::load(a + j), f.w, f.v)));
            }
            return;
        }
        int64_t root = static_cast<int64_t>(t.head[1]);
        Factor<S> f1(prime, glovebox::multiply(scale, root < 0 ? root + prime.p : root, prime.p));
        if (odd()) {
            backwardRest(source, a, 2, 0);
            backwardRest(source, a, 2, 1);
            backwardTwoScaled(a, n / 2, f, f1);
        } else {
            for (size_t k = 0; k < 4; k++) {
                backwardRest(source, a, 4, k);
            }
            backwardFourScaled(a, n / 4, f, f1);
        }
    }
};
