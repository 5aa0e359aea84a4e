// What all instruction sets share: the tables of a ring, polynomials as Java lays them out, and the list of kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace glovebox {

// Doubles aligned for every vector width.
class Doubles {
public:
    explicit Doubles(size_t count);
    double* get() const { return data_.get(); }
    double& operator[](size_t i) const { return data_.get()[i]; }

private:
    struct Free {
        void operator()(double* data) const;
    };
    std::unique_ptr<double, Free> data_;
};

// Twiddle factors of one direction as centred integers. Radix-4 passes take factors from `head`, in bit-reversed order: block i
// of m at m + i. The tail's are in the order it reads them. Four lanes, for each 16 elements: the four factors of the blocks of
// four in the order 0, 2, 1, 3, then the eight of the pairs. Eight lanes, for each 64: seven factors that hold for whole vectors
// and one of padding, then seven vectors of factors.
struct Twiddles {
    Doubles head;
    Doubles tail;
};

struct Prime {
    int64_t p;
    double value;
    double inverse;         // the double nearest to 1/p
    int64_t degreeInverse;  // N⁻¹ modulo p
    Twiddles forward;
    Twiddles backward;
};

// What takes residues modulo a digit D = {d₁…d_k} to other primes.
struct Conversion {
    std::vector<int> digit;                // the index of dᵢ, by i
    std::vector<int64_t> cofactorInverses; // (D/dᵢ)⁻¹ modulo dᵢ, by i
    std::vector<Doubles> cofactors;        // D/dᵢ as centred residues, by the index of a prime, then i
    std::vector<int64_t> productInverses;  // D⁻¹ by the index of a prime; 0 for those of the digit
    // Of two digits P and Q in a row only, by the index of a prime; see stage.
    std::vector<int64_t> firstProducts;    // P
    std::vector<int64_t> secondInverses;   // Q⁻¹; 0 for those of Q
};

struct Kernels;

struct Ring {
    int logDegree;
    int degree;
    const Kernels* kernels;
    std::vector<Prime> primes;
    std::mutex lock; // of conversions
    std::vector<std::unique_ptr<Conversion>> conversions;
};

// A polynomial in memory that Java owns: the number of its limbs, their addresses, the indices of their primes,
// log₂ of their length.
class Polynomial {
public:
    explicit Polynomial(const int64_t* header) : header_(header) {}
    int size() const { return static_cast<int>(header_[0]); }
    double* limb(int i) const { return reinterpret_cast<double*>(header_[1 + i]); }
    int prime(int i) const { return static_cast<int>(header_[1 + size() + i]); }
    // Of an operand of a subring: element j is the number at j >> shift. 0 or at least 3.
    int shift(const Ring& ring) const { return ring.logDegree - static_cast<int>(header_[1 + 2 * size()]); }
    // The limb of a prime, or null.
    double* ofPrime(int prime) const;

private:
    const int64_t* header_;
};

// An array of polynomials: addresses of their headers.
class Polynomials {
public:
    explicit Polynomials(const int64_t* headers) : headers_(headers) {}
    Polynomial operator[](int i) const { return Polynomial(reinterpret_cast<const int64_t*>(headers_[i])); }

private:
    const int64_t* headers_;
};

enum Pointwise { ADD, SUBTRACT, NEGATE, MULTIPLY, MULTIPLY_ADD, COPY };
enum Scalar { MULTIPLY_SCALAR, ADD_SCALAR };

// A list of digits of one source: conversions, and a polynomial of centred integers for each.
struct Digits {
    int count;
    const Conversion* const* conversions;
    Polynomials integers;
};

// Whole operations of one instruction set, on the limbs [from, to) of the destination. Java has checked every argument.
// Limbs at rest are centred: integers in [-(p-1)/2, (p-1)/2].
struct Kernels {
    int lanes;
    void (*importCoefficients)(const Ring&, Polynomial to, const int64_t* coefficients, int from, int end);
    void (*importResidues)(const Ring&, int prime, double* limb, const int64_t* residues);
    void (*exportResidues)(const Ring&, int prime, const double* limb, int64_t* residues);
    void (*forward)(const Ring&, Polynomial, int from, int end);
    void (*backward)(const Ring&, Polynomial, int from, int end);
    void (*pointwise)(const Ring&, Pointwise, Polynomial to, Polynomial a, Polynomial b, int from, int end);
    void (*scalar)(const Ring&, Scalar, Polynomial to, Polynomial a, const int64_t* residues, int from, int end);
    void (*scaleUp)(const Ring&, Polynomial to, Polynomial a, int from, int end);
    void (*permute)(const Ring&, Polynomial to, Polynomial a, const int32_t* blocks, int from, int end);
    void (*sums)(const Ring&, Polynomial first, const Polynomial* second, int terms, Polynomials a, Polynomials b,
                 Polynomials c, int from, int end);
    void (*scalarSums)(const Ring&, Polynomial to, int terms, Polynomials a, const int64_t* residues, int from, int end);
    // Limbs [from, end) of all digits in a row: their centred integers.
    void (*decompose)(const Ring&, Digits, Polynomial source, int from, int end);
    // Limbs [from, end) of all destinations in a row: the digits, extended.
    void (*extend)(const Ring&, Digits, Polynomial source, Polynomials to, int from, int end);
    void (*divide)(const Ring&, Digits, Polynomial to, Polynomial source, int from, int end);
    // Division by a first digit P with `integers` yᵢ, addition, division by a second digit Q. With r = Σ yᵢ·(P/dᵢ), the first
    // quotient plus the addend a is (x - r)/P + a. Stage: its centred integers z for the limbs [from, end) of Q, made from
    // (x + P·a)·P⁻¹·(Q/q)⁻¹ in the coefficient domain less r·P⁻¹·(Q/q)⁻¹. DivideAdd: what is left,
    // ((x - r)/P + a - Σ zᵢ·(Q/qᵢ))/Q = (x - (r + Σ zᵢ·(P·Q/qᵢ)))/(P·Q) + a/Q, in one transform.
    void (*stage)(const Ring&, const Conversion&, Polynomial integers, Polynomial quotients, Polynomial source,
                  Polynomial addend, Polynomial scratch, int from, int end);
    void (*divideAdd)(const Ring&, const Conversion&, Polynomial integers, Polynomial quotients, Polynomial to,
                      Polynomial source, Polynomial addend, int from, int end);
    void (*divideAutomorphism)(const Ring&, Digits, Polynomial to, Polynomial source, const Polynomial* addend,
                               const int32_t* blocks, Polynomial scratch, int from, int end);
    void (*extendedSums)(const Ring&, Digits, Polynomial source, Polynomial first, Polynomial second, Polynomials b,
                         Polynomials c, Polynomial scratch, int from, int end);
};

// Integers modulo p: residues in [0, p), p below 2^49.
int64_t multiply(int64_t a, int64_t b, int64_t p);
int64_t inverse(int64_t a, int64_t p);

inline double centre(int64_t residue, int64_t p) {
    return static_cast<double>(residue > p / 2 ? residue - p : residue);
}

inline uint32_t reverse(uint32_t i, int bits) {
    uint32_t r = 0;
    for (int b = 0; b < bits; b++, i >>= 1) {
        r = r << 1 | (i & 1);
    }
    return r;
}

} // namespace glovebox
