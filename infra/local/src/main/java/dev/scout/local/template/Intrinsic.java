package dev.scout.local.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CloudFormation function as it stands in the template, such as {@code !Sub}; the name is without {@code Fn::}. */
record Intrinsic(String name, @Nullable Object argument) {

    List<?> arguments(int count) {
        if (argument instanceof List<?> list && list.size() == count) {
            return list;
        }
        throw new TemplateException("!" + name + " takes a list of " + count + ", not " + argument + ".");
    }
}
