/** What ring degree and modulus give 128-bit security, with sources. */
@NullMarked
package dev.glovebox.runtime.security;

import org.jspecify.annotations.NullMarked;
