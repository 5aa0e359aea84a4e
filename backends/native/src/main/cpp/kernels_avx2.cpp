#define SET avx2
#define WITH_FOUR
#define WITH_EIGHT
#include "kernels.inc"
