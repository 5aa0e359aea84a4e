#define SET avx2
#include "kernels.inc"
