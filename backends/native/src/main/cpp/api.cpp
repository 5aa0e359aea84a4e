// What Java calls. Every argument has been checked there; addresses are of memory that Java keeps during the call.
#include "ring.h"

#include <cstdlib>
#include <cstring>
#include <exception>

#if defined(_WIN32)
#define EXPORT extern "C" __declspec(dllexport)
#else
#define EXPORT extern "C" __attribute__((visibility("default")))
#endif

using namespace glovebox;

namespace glovebox {
namespace portable {
extern const Kernels FOUR_LANES;
} // namespace portable
#if defined(GLOVEBOX_X86)
namespace avx2 {
extern const Kernels FOUR_LANES;
extern const Kernels EIGHT_LANES;
} // namespace avx2
namespace avx512 {
extern const Kernels EIGHT_LANES;
} // namespace avx512
#endif
} // namespace glovebox

namespace {

// Java has the same numbers.
constexpr int ABI = 4;
enum InstructionSet { PORTABLE = 0, AVX2 = 1, AVX512 = 2, AVX2_IN_PAIRS = 3 };

const Kernels* kernels(int set, bool four) {
    switch (set) {
#if defined(GLOVEBOX_X86)
    case AVX2: return &avx2::FOUR_LANES;
    case AVX2_IN_PAIRS: return four ? &avx2::FOUR_LANES : &avx2::EIGHT_LANES;
    case AVX512: return four ? &avx2::FOUR_LANES : &avx512::EIGHT_LANES;
#endif
    default: return &portable::FOUR_LANES;
    }
}

// The powers of a root at bit-reversed places, centred, in the order that the passes read them.
Twiddles twiddles(int logDegree, int lanes, int64_t root, int64_t p) {
    int n = 1 << logDegree, log = lanes == 4 ? 2 : 3, block = lanes * lanes;
    Doubles powers(n);
    int64_t power = 1;
    for (int i = 0; i < n; i++) {
        powers[reverse(i, logDegree)] = centre(power, p);
        power = multiply(power, root, p);
    }
    if (lanes == 4) {
        Twiddles t{Doubles(n / 4), Doubles(n / 4 * 3)};
        std::memcpy(t.head.get(), powers.get(), sizeof(double) * (n / 4));
        for (int j = 0; j < n; j += 16) {
            double* record = t.tail.get() + j / 4 * 3;
            for (int k = 0; k < 4; k++) {
                record[k % 2 * 2 + k / 2] = powers[(n + j) / 4 + k];
            }
            std::memcpy(record + 4, powers.get() + (n + j) / 2, 8 * sizeof(double));
        }
        return t;
    }
    Twiddles t{Doubles(n / block), Doubles(n)};
    std::memcpy(t.head.get(), powers.get(), sizeof(double) * (n / block));
    for (int b = 0; b < n / block; b++) {
        double* record = t.tail.get() + static_cast<size_t>(b) * block;
        record[lanes - 1] = 0;
        for (int s = 0; s < log; s++) {
            for (int g = 0; g < 1 << s; g++) {
                int k = (1 << s) - 1 + g;
                record[k] = powers[((n / block + b) << s) + g];
                for (int r = 0; r < lanes; r++) {
                    record[lanes + k * lanes + r] = powers[((n / lanes + lanes * b + r) << s) + g];
                }
            }
        }
    }
    return t;
}

Polynomial at(const int64_t* header) {
    return Polynomial(header);
}

} // namespace

EXPORT int32_t glovebox_abi() {
    return ABI;
}

// A bit for each instruction set that this processor and library have.
EXPORT int32_t glovebox_instruction_sets() {
#if defined(GLOVEBOX_X86)
    __builtin_cpu_init();
    int sets = 1 << PORTABLE;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        sets |= 1 << AVX2 | 1 << AVX2_IN_PAIRS;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) {
            sets |= 1 << AVX512;
        }
    }
    return sets;
#else
    return 1 << PORTABLE;
#endif
}

// Memory for Java; null where there is none.
EXPORT void* glovebox_allocate(int64_t bytes) {
    return std::malloc(static_cast<size_t>(bytes));
}

EXPORT void glovebox_free(void* memory) {
    std::free(memory);
}

// The tables of a ring; null where memory is short.
EXPORT Ring* glovebox_open(int32_t set, int32_t logDegree, int32_t count, const int64_t* primes, const int64_t* roots) {
    try {
        auto ring = std::make_unique<Ring>();
        ring->logDegree = logDegree;
        ring->degree = 1 << logDegree;
        ring->kernels = kernels(set, logDegree < 6);
        int lanes = ring->kernels->lanes;
        for (int i = 0; i < count; i++) {
            int64_t p = primes[i];
            ring->primes.push_back(Prime{p, static_cast<double>(p), 1.0 / static_cast<double>(p),
                                         inverse(ring->degree % p, p), twiddles(logDegree, lanes, roots[i], p),
                                         twiddles(logDegree, lanes, inverse(roots[i], p), p)});
        }
        return ring.release();
    } catch (const std::exception&) {
        return nullptr;
    }
}

EXPORT void glovebox_close(Ring* ring) {
    delete ring;
}

// The constants of a digit, kept by the ring; null where memory is short.
EXPORT const Conversion* glovebox_conversion(Ring* ring, int32_t size, const int32_t* digit) {
    try {
        auto conversion = std::make_unique<Conversion>();
        conversion->digit.assign(digit, digit + size);
        auto cofactor = [&](int i, int64_t p) {
            int64_t product = 1;
            for (int j = 0; j < size; j++) {
                if (j != i) {
                    product = multiply(product, ring->primes[digit[j]].p % p, p);
                }
            }
            return product;
        };
        for (int i = 0; i < size; i++) {
            int64_t p = ring->primes[digit[i]].p;
            conversion->cofactorInverses.push_back(inverse(cofactor(i, p), p));
        }
        for (const Prime& prime : ring->primes) {
            conversion->cofactors.emplace_back(size);
            for (int i = 0; i < size; i++) {
                conversion->cofactors.back()[i] = centre(cofactor(i, prime.p), prime.p);
            }
            int64_t product = cofactor(-1, prime.p);
            conversion->productInverses.push_back(product == 0 ? 0 : inverse(product, prime.p));
        }
        std::lock_guard<std::mutex> guard(ring->lock);
        ring->conversions.push_back(std::move(conversion));
        return ring->conversions.back().get();
    } catch (const std::exception&) {
        return nullptr;
    }
}

// The constants of dividing by a first digit P and then a second Q, which may be empty. The cofactors are P/dᵢ and P·Q/qᵢ, but
// modulo a prime q of Q those of P times P⁻¹·(Q/q)⁻¹, which is also what the cofactor inverses of Q are.
EXPORT const Conversion* glovebox_staged_conversion(Ring* ring, int32_t firstSize, int32_t secondSize, const int32_t* digits) {
    try {
        auto conversion = std::make_unique<Conversion>();
        const int32_t* seconds = digits + firstSize;
        conversion->digit.assign(digits, digits + firstSize + secondSize);
        auto product = [&](const int32_t* digit, int size, int without, int64_t p) {
            int64_t result = 1;
            for (int j = 0; j < size; j++) {
                if (j != without) {
                    result = multiply(result, ring->primes[digit[j]].p % p, p);
                }
            }
            return result;
        };
        conversion->cofactorInverses.assign(firstSize + secondSize, 0);
        for (size_t index = 0; index < ring->primes.size(); index++) {
            int64_t p = ring->primes[index].p;
            int64_t first = product(digits, firstSize, -1, p), second = product(seconds, secondSize, -1, p);
            int64_t scale = 1;
            for (int s = 0; s < secondSize; s++) {
                if (seconds[s] == static_cast<int32_t>(index)) {
                    scale = inverse(multiply(first, product(seconds, secondSize, s, p), p), p);
                    conversion->cofactorInverses[firstSize + s] = scale;
                }
            }
            conversion->cofactors.emplace_back(firstSize + secondSize);
            for (int i = 0; i < firstSize; i++) {
                conversion->cofactors.back()[i] = centre(multiply(scale, product(digits, firstSize, i, p), p), p);
            }
            for (int s = 0; s < secondSize; s++) {
                conversion->cofactors.back()[firstSize + s] =
                    centre(multiply(first, product(seconds, secondSize, s, p), p), p);
            }
            int64_t both = multiply(first, second, p);
            conversion->productInverses.push_back(both == 0 ? 0 : inverse(both, p));
            conversion->firstProducts.push_back(first);
            conversion->secondInverses.push_back(second == 0 ? 0 : inverse(second, p));
        }
        std::lock_guard<std::mutex> guard(ring->lock);
        ring->conversions.push_back(std::move(conversion));
        return ring->conversions.back().get();
    } catch (const std::exception&) {
        return nullptr;
    }
}

// What `permute` reads for X → X^g: 16 + N/4 integers. Position j stands for ψ^(2·brv(j)+1), and its image takes its value from
// the position of g·(2·brv(j)+1). The four positions of a block differ in the two highest bits of brv, so that the exponents,
// modulo N/2, are one number e: all four sources are in one block, and their order depends on the two highest bits of e.
EXPORT void glovebox_automorphism(const Ring* ring, int32_t g, int32_t* blocks) {
    uint32_t n = static_cast<uint32_t>(ring->degree), mask = 2 * n - 1;
    for (uint32_t c = 0; c < 4; c++) {
        for (uint32_t l = 0; l < 4; l++) {
            blocks[4 * c + l] = static_cast<int32_t>(reverse((c + static_cast<uint32_t>(g) * reverse(l, 2)) & 3, 2));
        }
    }
    for (uint32_t b = 0; b < n / 4; b++) {
        uint32_t exponent = (2 * reverse(4 * b, ring->logDegree) + 1) * static_cast<uint32_t>(g) & mask;
        uint32_t source = reverse(exponent >> 1, ring->logDegree);
        uint32_t c = exponent >> 1 >> (ring->logDegree - 2);
        blocks[16 + b] = static_cast<int32_t>((source & ~3u) | c);
    }
}

EXPORT void glovebox_import_coefficients(const Ring* ring, const int64_t* to, const int64_t* coefficients, int32_t from,
                                         int32_t end) {
    ring->kernels->importCoefficients(*ring, at(to), coefficients, from, end);
}

EXPORT void glovebox_import_residues(const Ring* ring, const int64_t* to, int32_t position, const int64_t* residues) {
    ring->kernels->importResidues(*ring, at(to).prime(position), at(to).limb(position), residues);
}

EXPORT void glovebox_export_residues(const Ring* ring, const int64_t* from, int32_t position, int64_t* residues) {
    ring->kernels->exportResidues(*ring, at(from).prime(position), at(from).limb(position), residues);
}

EXPORT void glovebox_zero(const Ring* ring, const int64_t* a) {
    for (int i = 0; i < at(a).size(); i++) {
        std::memset(at(a).limb(i), 0, sizeof(double) * ring->degree);
    }
}

EXPORT void glovebox_forward(const Ring* ring, const int64_t* a, int32_t from, int32_t end) {
    ring->kernels->forward(*ring, at(a), from, end);
}

EXPORT void glovebox_backward(const Ring* ring, const int64_t* a, int32_t from, int32_t end) {
    ring->kernels->backward(*ring, at(a), from, end);
}

EXPORT void glovebox_pointwise(const Ring* ring, int32_t operation, const int64_t* to, const int64_t* a, const int64_t* b,
                               int32_t from, int32_t end) {
    ring->kernels->pointwise(*ring, static_cast<Pointwise>(operation), at(to), at(a), at(b), from, end);
}

EXPORT void glovebox_scalar(const Ring* ring, int32_t operation, const int64_t* to, const int64_t* a,
                            const int64_t* residues, int32_t from, int32_t end) {
    ring->kernels->scalar(*ring, static_cast<Scalar>(operation), at(to), at(a), residues, from, end);
}

EXPORT void glovebox_scale_up(const Ring* ring, const int64_t* to, const int64_t* a, int32_t from, int32_t end) {
    ring->kernels->scaleUp(*ring, at(to), at(a), from, end);
}

EXPORT void glovebox_permute(const Ring* ring, const int64_t* to, const int64_t* a, const int32_t* blocks, int32_t from,
                             int32_t end) {
    ring->kernels->permute(*ring, at(to), at(a), blocks, from, end);
}

// `operands`: headers of the aᵢ, the bᵢ and, if there is a second destination, the cᵢ.
EXPORT void glovebox_sums(const Ring* ring, const int64_t* first, const int64_t* second, int32_t terms,
                          const int64_t* operands, int32_t from, int32_t end) {
    Polynomial other(second);
    ring->kernels->sums(*ring, at(first), second == nullptr ? nullptr : &other, terms, Polynomials(operands),
                        Polynomials(operands + terms), Polynomials(operands + 2 * terms), from, end);
}

// `digits`: addresses of conversions, then headers of the digits' integers.
static Digits digitsAt(int32_t count, const int64_t* digits) {
    return {count, reinterpret_cast<const Conversion* const*>(digits), Polynomials(digits + count)};
}

EXPORT void glovebox_decompose(const Ring* ring, int32_t count, const int64_t* digits, const int64_t* source, int32_t from,
                               int32_t end) {
    ring->kernels->decompose(*ring, digitsAt(count, digits), at(source), from, end);
}

// `digits` goes on with the headers of the destinations.
EXPORT void glovebox_extend(const Ring* ring, int32_t count, const int64_t* digits, const int64_t* source, int32_t from,
                            int32_t end) {
    ring->kernels->extend(*ring, digitsAt(count, digits), at(source), Polynomials(digits + 2 * count), from, end);
}

EXPORT void glovebox_divide(const Ring* ring, const int64_t* digit, const int64_t* to, const int64_t* source, int32_t from,
                            int32_t end) {
    ring->kernels->divide(*ring, digitsAt(1, digit), at(to), at(source), from, end);
}

// `operands`: headers of the aᵢ.
EXPORT void glovebox_scalar_sums(const Ring* ring, const int64_t* to, int32_t terms, const int64_t* operands,
                                 const int64_t* residues, int32_t from, int32_t end) {
    ring->kernels->scalarSums(*ring, at(to), terms, Polynomials(operands), residues, from, end);
}

// `polynomials`: headers of the integers of the first digit, the quotients' of the second, source, addend, and the destination
// or, to make the quotients' integers, scratch with a limb for each.
EXPORT void glovebox_stage(const Ring* ring, const Conversion* conversion, const int64_t* polynomials, int32_t from,
                           int32_t end) {
    Polynomials p(polynomials);
    ring->kernels->stage(*ring, *conversion, p[0], p[1], p[2], p[3], p[4], from, end);
}

EXPORT void glovebox_divide_add(const Ring* ring, const Conversion* conversion, const int64_t* polynomials, int32_t from,
                                int32_t end) {
    Polynomials p(polynomials);
    ring->kernels->divideAdd(*ring, *conversion, p[0], p[1], p[4], p[2], p[3], from, end);
}

// `polynomials`: headers of the destination, the source, the addend or 0, and scratch; `blocks` as for glovebox_permute.
EXPORT void glovebox_divide_automorphism(const Ring* ring, const int64_t* digit, const int64_t* polynomials,
                                         const int32_t* blocks, int32_t from, int32_t end) {
    Polynomials p(polynomials);
    Polynomial addend = p[2];
    ring->kernels->divideAutomorphism(*ring, digitsAt(1, digit), p[0], p[1], polynomials[2] == 0 ? nullptr : &addend, blocks,
                                      p[3], from, end);
}

// `digits` goes on with the headers of the bᵢ and the cᵢ.
EXPORT void glovebox_extended_sums(const Ring* ring, int32_t count, const int64_t* digits, const int64_t* source,
                                   const int64_t* first, const int64_t* second, const int64_t* scratch, int32_t from,
                                   int32_t end) {
    ring->kernels->extendedSums(*ring, digitsAt(count, digits), at(source), at(first), at(second),
                                Polynomials(digits + 2 * count), Polynomials(digits + 3 * count), at(scratch), from, end);
}
