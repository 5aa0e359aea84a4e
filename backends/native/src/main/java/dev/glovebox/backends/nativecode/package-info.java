/**
 * Polynomial kernels in C++ with SIMD, called through the foreign function and memory API: one call for each operation, or for
 * each share of its limbs that a thread takes. The library travels in the jar; where it is missing or does not load, this
 * backend is not available and another is chosen. {@link dev.glovebox.backends.nativecode.NativeKernels} holds the operations,
 * {@link dev.glovebox.backends.nativecode.NativeLibrary} the loading.
 */
@NullMarked
package dev.glovebox.backends.nativecode;

import org.jspecify.annotations.NullMarked;
