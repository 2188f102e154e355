/** Secrets that lie in the database encrypted: who writes them and who reads them agree on this form. */
@NullMarked
package dev.scout.secret;

import org.jspecify.annotations.NullMarked;
