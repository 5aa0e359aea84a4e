#include "ring.h"

#include <cstdlib>
#include <new>

namespace glovebox {

Doubles::Doubles(size_t count) {
    size_t bytes = (count * sizeof(double) + 63) / 64 * 64;
    void* data = std::aligned_alloc(64, bytes == 0 ? 64 : bytes);
    if (data == nullptr) {
        throw std::bad_alloc();
    }
    data_.reset(static_cast<double*>(data));
}

void Doubles::Free::operator()(double* data) const {
    std::free(data);
}

double* Polynomial::ofPrime(int index) const {
    for (int i = 0; i < size(); i++) {
        if (prime(i) == index) {
            return limb(i);
        }
    }
    return nullptr;
}

int64_t multiply(int64_t a, int64_t b, int64_t p) {
    return static_cast<int64_t>(static_cast<unsigned __int128>(a) * static_cast<uint64_t>(b) % static_cast<uint64_t>(p));
}

int64_t inverse(int64_t a, int64_t p) {
    int64_t result = 1;
    for (int64_t e = p - 2, square = a; e > 0; e >>= 1) {
        if (e & 1) {
            result = multiply(result, square, p);
        }
        square = multiply(square, square, p);
    }
    return result;
}

} // namespace glovebox
