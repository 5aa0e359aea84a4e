/** Credit scoring by decision trees: the applicant's data stays encrypted, the bank's model stays with the bank. */
package dev.glovebox.examples.credit;
