#define SET avx512
#define WITH_EIGHT
#include "kernels.inc"
