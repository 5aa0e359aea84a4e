/** Handwritten digits, recognised under encryption by two convolutional networks. */
package dev.glovebox.examples.digits;
