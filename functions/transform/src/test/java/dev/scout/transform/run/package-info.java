@NullMarked
package dev.scout.transform.run;

import org.jspecify.annotations.NullMarked;
