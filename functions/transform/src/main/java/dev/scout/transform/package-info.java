/** Lambda function that turns bronze records into silver, gold and platinum tables. */
@NullMarked
package dev.scout.transform;

import org.jspecify.annotations.NullMarked;
