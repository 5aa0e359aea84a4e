// Vectors of doubles. An instruction set S has a type S::V with +, - and *, and what is declared here for four lanes.
// Included once in the namespace of each instruction set, so that no two translation units share compiled code.

#if defined(__AVX2__) && defined(__FMA__)
struct Four {
    using V = __m256d;
    static constexpr int LANES = 4;
    static V load(const double* a) { return _mm256_load_pd(a); }
    static void store(double* a, V x) { _mm256_store_pd(a, x); }
    static V all(double x) { return _mm256_set1_pd(x); }
    // a·b + c, a·b - c and c - a·b, each rounded once.
    static V fma(V a, V b, V c) { return _mm256_fmadd_pd(a, b, c); }
    static V fms(V a, V b, V c) { return _mm256_fmsub_pd(a, b, c); }
    static V fnma(V a, V b, V c) { return _mm256_fnmadd_pd(a, b, c); }
    // x[i][j] becomes x[j][i].
    static void transpose(V* x) {
        V a = _mm256_unpacklo_pd(x[0], x[1]), b = _mm256_unpackhi_pd(x[0], x[1]);
        V c = _mm256_unpacklo_pd(x[2], x[3]), d = _mm256_unpackhi_pd(x[2], x[3]);
        x[0] = _mm256_permute2f128_pd(a, c, 0x20);
        x[1] = _mm256_permute2f128_pd(b, d, 0x20);
        x[2] = _mm256_permute2f128_pd(a, c, 0x31);
        x[3] = _mm256_permute2f128_pd(b, d, 0x31);
    }
    // Two pairs of neighbours. Of each pair of x and of y the first number, or the second.
    static V pairs(const double* a, const double* b) {
        return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(a)), _mm_load_pd(b), 1);
    }
    static void storePairs(double* a, double* b, V x) {
        _mm_store_pd(a, _mm256_castpd256_pd128(x));
        _mm_store_pd(b, _mm256_extractf128_pd(x, 1));
    }
    static V firsts(V x, V y) { return _mm256_unpacklo_pd(x, y); }
    static V seconds(V x, V y) { return _mm256_unpackhi_pd(x, y); }
    // a[0], a[0], a[2], a[2].
    static V doubled(const double* a) { return _mm256_movedup_pd(_mm256_loadu_pd(a)); }
    // Lane l from lane order[l].
    using Order = __m256i;
    static Order order(const int* lanes) {
        return _mm256_setr_epi32(2 * lanes[0], 2 * lanes[0] + 1, 2 * lanes[1], 2 * lanes[1] + 1, 2 * lanes[2],
                                 2 * lanes[2] + 1, 2 * lanes[3], 2 * lanes[3] + 1);
    }
    static V permute(V x, Order order) {
        return _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(x), order));
    }
};
#else
struct Four {
    typedef double V __attribute__((vector_size(32)));
    static constexpr int LANES = 4;
    static V load(const double* a) { return *reinterpret_cast<const V*>(a); }
    static void store(double* a, V x) { *reinterpret_cast<V*>(a) = x; }
    static V all(double x) { return V{x, x, x, x}; }
    static V fma(V a, V b, V c) {
        V r;
        for (int l = 0; l < 4; l++) {
            r[l] = __builtin_fma(a[l], b[l], c[l]);
        }
        return r;
    }
    static V fms(V a, V b, V c) { return fma(a, b, -c); }
    static V fnma(V a, V b, V c) { return fma(-a, b, c); }
    static void transpose(V* x) {
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < i; j++) {
                double t = x[i][j];
                x[i][j] = x[j][i];
                x[j][i] = t;
            }
        }
    }
    static V pairs(const double* a, const double* b) { return V{a[0], a[1], b[0], b[1]}; }
    static void storePairs(double* a, double* b, V x) {
        a[0] = x[0];
        a[1] = x[1];
        b[0] = x[2];
        b[1] = x[3];
    }
    static V firsts(V x, V y) { return V{x[0], y[0], x[2], y[2]}; }
    static V seconds(V x, V y) { return V{x[1], y[1], x[3], y[3]}; }
    static V doubled(const double* a) { return V{a[0], a[0], a[2], a[2]}; }
    struct Order {
        int lanes[4];
    };
    static Order order(const int* lanes) { return {{lanes[0], lanes[1], lanes[2], lanes[3]}}; }
    static V permute(V x, Order o) { return V{x[o.lanes[0]], x[o.lanes[1]], x[o.lanes[2]], x[o.lanes[3]]}; }
};
#endif

// The exchanges of an 8×8 transposition: lane l of the first result is lane LOW[step][l] of two vectors side by side, that
// of the second lane HIGH[step][l]; step s exchanges vectors 2^s apart.
constexpr long long LOW[3][8] = {{0, 8, 2, 10, 4, 12, 6, 14}, {0, 1, 8, 9, 4, 5, 12, 13}, {0, 1, 2, 3, 8, 9, 10, 11}};
constexpr long long HIGH[3][8] = {{1, 9, 3, 11, 5, 13, 7, 15}, {2, 3, 10, 11, 6, 7, 14, 15}, {4, 5, 6, 7, 12, 13, 14, 15}};

template <class S>
INLINE void transposeEight(typename S::V* x) {
    UNROLL for (int s = 0; s < 3; s++) {
        UNROLL for (int i = 0; i < 8; i++) {
            if ((i >> s & 1) == 0) {
                int j = i + (1 << s);
                typename S::V a = x[i], b = x[j];
                x[i] = S::pick(a, b, LOW[s]);
                x[j] = S::pick(a, b, HIGH[s]);
            }
        }
    }
}

#if defined(__AVX512F__)
struct Eight {
    using V = __m512d;
    static constexpr int LANES = 8;
    static V load(const double* a) { return _mm512_load_pd(a); }
    static void store(double* a, V x) { _mm512_store_pd(a, x); }
    static V all(double x) { return _mm512_set1_pd(x); }
    static V fma(V a, V b, V c) { return _mm512_fmadd_pd(a, b, c); }
    static V fms(V a, V b, V c) { return _mm512_fmsub_pd(a, b, c); }
    static V fnma(V a, V b, V c) { return _mm512_fnmadd_pd(a, b, c); }
    static V pick(V a, V b, const long long* lanes) {
        return _mm512_permutex2var_pd(a, _mm512_loadu_si512(lanes), b);
    }
    static void transpose(V* x) { transposeEight<Eight>(x); }
};
#else
// Eight lanes in two vectors of four: the code of AVX-512 on processors without it.
struct Eight {
    struct V {
        Four::V low, high;
        V operator+(V o) const { return {low + o.low, high + o.high}; }
        V operator-(V o) const { return {low - o.low, high - o.high}; }
        V operator*(V o) const { return {low * o.low, high * o.high}; }
        V operator-() const { return {-low, -high}; }
    };
    static constexpr int LANES = 8;
    static V load(const double* a) { return {Four::load(a), Four::load(a + 4)}; }
    static void store(double* a, V x) {
        Four::store(a, x.low);
        Four::store(a + 4, x.high);
    }
    static V all(double x) { return {Four::all(x), Four::all(x)}; }
    static V fma(V a, V b, V c) { return {Four::fma(a.low, b.low, c.low), Four::fma(a.high, b.high, c.high)}; }
    static V fms(V a, V b, V c) { return {Four::fms(a.low, b.low, c.low), Four::fms(a.high, b.high, c.high)}; }
    static V fnma(V a, V b, V c) { return {Four::fnma(a.low, b.low, c.low), Four::fnma(a.high, b.high, c.high)}; }
    static V pick(V a, V b, const long long* lanes) {
        alignas(64) double from[16], to[8];
        store(from, a);
        store(from + 8, b);
        for (int l = 0; l < 8; l++) {
            to[l] = from[lanes[l]];
        }
        return load(to);
    }
    static void transpose(V* x) { transposeEight<Eight>(x); }
};
#endif
