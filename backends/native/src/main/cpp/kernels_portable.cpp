#define SET portable
#include "kernels.inc"
