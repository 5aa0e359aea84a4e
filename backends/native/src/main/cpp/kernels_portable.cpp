#define SET portable
#define WITH_FOUR
#include "kernels.inc"
