/** Reads infra/sam/template.yaml: what functions there are, what triggers them, their environment and their chain. */
@NullMarked
package dev.scout.local.template;

import org.jspecify.annotations.NullMarked;
