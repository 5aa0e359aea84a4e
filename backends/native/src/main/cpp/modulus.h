// Arithmetic modulo an odd prime p < 2^49 on integers in doubles. With M = 1.5·2^52, fma(x, y, M) - M is the integer nearest to
// x·y if |x·y| ≤ 2^51; products are exact as a rounded product and what an FMA leaves over.

constexpr double ROUND = 0x1.8p52;

// Where the high part of a sum of products starts: it stays a multiple of 2^49, and what each addition to it leaves over is an
// integer of at most 2^48, which the low part takes. For |aᵢ·bᵢ| ≤ 2^96 that is exact for up to 15 terms, and the low part is
// below 2^52.
constexpr double HIGH_START = 0x1.8p101;
constexpr int TERMS = 12;

// A sum of products in two parts.
template <class S>
struct Sum {
    using V = typename S::V;
    V high = S::all(HIGH_START), low = S::all(0);
    INLINE void add(V x, V y) {
        V next = S::fma(x, y, high);
        low = low + S::fma(x, y, high - next);
        high = next;
    }
};

template <class S>
struct Modulus {
    using V = typename S::V;
    V p, inverse, round;

    Modulus() = default;
    INLINE explicit Modulus(const Prime& prime)
        : p(S::all(prime.value)), inverse(S::all(prime.inverse)), round(S::all(ROUND)) {}

    // The residue in [-(p-1)/2, (p-1)/2] of an integer |x| < 2^52.
    INLINE V centre(V x) const {
        V q = S::fma(x, inverse, round) - round;
        return S::fnma(q, p, x);
    }

    // A number congruent to y·w for a centred residue w and v = w·inverse: at most (½ + |y|/16p)·p for |y| ≤ 8p. The rounded
    // product does not wait for the quotient: a shorter chain than by way of the multiple of p.
    INLINE V multiply(V y, V w, V v) const {
        V h = y * w;
        V q = S::fma(y, v, round) - round;
        V l = S::fms(y, w, h);
        return S::fnma(q, p, h) + l;
    }

    // A number congruent to a·b for |a·b| ≤ 2^51·p, at most (½ + |a·b/p|·2^-52)·p.
    INLINE V multiply(V a, V b) const {
        V product = a * b;
        V q = S::fma(product, inverse, round) - round;
        V rest = S::fms(a, b, product);
        return S::fnma(q, p, product) + rest;
    }

    // A number below 14.4·2^48 in size congruent to a sum of up to TERMS products of numbers below 2^48 by centred residues:
    // less than 0.7·p is left of the high part, and the low part is at most TERMS·2^48. One more centred residue fits.
    INLINE V join(const Sum<S>& sum) const {
        V high = sum.high - S::all(HIGH_START);
        V q = S::fma(high, inverse, round) - round;
        return S::fnma(q, p, high) + sum.low;
    }
};

// A constant factor.
template <class S>
struct Factor {
    typename S::V w, v;
    INLINE Factor(const Prime& prime, double centred)
        : w(S::all(centred)), v(S::all(centred * prime.inverse)) {}
    INLINE Factor(const Prime& prime, int64_t residue) : Factor(prime, glovebox::centre(residue, prime.p)) {}
};
