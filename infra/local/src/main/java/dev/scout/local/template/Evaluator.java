package dev.scout.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Replaces each {@link Intrinsic} by its value: Ref, Sub, GetAtt, If, Equals, Not, And, Or, Join, Condition. */
final class Evaluator {

    private static final Object NO_VALUE = new Object();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]+)}");

    private final Map<?, ?> parameters;
    private final Map<?, ?> conditions;
    private final Map<?, ?> resources;
    private final Settings settings;

    Evaluator(Map<?, ?> template, Settings settings) {
        this.parameters = map(template.get("Parameters"));
        this.conditions = map(template.get("Conditions"));
        this.resources = map(template.get("Resources"));
        this.settings = settings;
        for (String name : settings.parameters().keySet()) {
            if (!parameters.containsKey(name)) {
                throw new TemplateException("The template has no parameter " + name + ".");
            }
        }
    }

    /** The value with all that is in it; a member whose value is AWS::NoValue is gone. */
    @Nullable
    Object evaluate(@Nullable Object value) {
        Object evaluated = evaluateAny(value);
        return evaluated == NO_VALUE ? null : evaluated;
    }

    String queueEndpoint() {
        return settings.queueEndpoint();
    }

    boolean condition(String name) {
        if (!conditions.containsKey(name)) {
            throw new TemplateException("The template has no condition " + name + ".");
        }
        return truth(conditions.get(name));
    }

    private @Nullable Object evaluateAny(@Nullable Object value) {
        if (value instanceof Intrinsic intrinsic) {
            return call(intrinsic);
        }
        if (value instanceof Map<?, ?> map) {
            Intrinsic longForm = longForm(map);
            return longForm == null ? evaluateMap(map) : call(longForm);
        }
        if (value instanceof List<?> list) {
            return evaluateList(list);
        }
        return value;
    }

    private Map<String, @Nullable Object> evaluateMap(Map<?, ?> map) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((key, member) -> {
            Object evaluated = evaluateAny(member);
            if (evaluated != NO_VALUE) {
                result.put(String.valueOf(key), evaluated);
            }
        });
        return result;
    }

    private List<@Nullable Object> evaluateList(List<?> list) {
        List<@Nullable Object> result = new ArrayList<>();
        for (Object element : list) {
            Object evaluated = evaluateAny(element);
            if (evaluated != NO_VALUE) {
                result.add(evaluated);
            }
        }
        return result;
    }

    private static @Nullable Intrinsic longForm(Map<?, ?> map) {
        if (map.size() != 1) {
            return null;
        }
        String key = String.valueOf(map.keySet().iterator().next());
        Object argument = map.values().iterator().next();
        if (key.equals("Ref")) {
            return new Intrinsic(key, argument);
        }
        return key.startsWith("Fn::") ? new Intrinsic(key.substring("Fn::".length()), argument) : null;
    }

    private @Nullable Object call(Intrinsic function) {
        return switch (function.name()) {
            case "Ref" -> ref(String.valueOf(function.argument()));
            case "Sub" -> sub(function);
            case "GetAtt" ->
                attribute(
                        String.valueOf(function.arguments(2).get(0)),
                        String.valueOf(function.arguments(2).get(1)));
            case "If" -> {
                List<?> choice = function.arguments(3);
                yield evaluateAny(condition(String.valueOf(choice.get(0))) ? choice.get(1) : choice.get(2));
            }
            case "Join" -> {
                List<?> parts = function.arguments(2);
                yield strings(evaluateAny(parts.get(1))).stream()
                        .collect(Collectors.joining(String.valueOf(parts.get(0))));
            }
            case "Equals", "Not", "And", "Or", "Condition" -> truth(function);
            default ->
                throw new TemplateException(
                        "The local platform does not understand Fn::" + function.name() + " in the template.");
        };
    }

    private boolean truth(@Nullable Object value) {
        if (value instanceof Intrinsic function) {
            return switch (function.name()) {
                case "Equals" -> {
                    List<?> sides = function.arguments(2);
                    yield Objects.equals(text(evaluateAny(sides.get(0))), text(evaluateAny(sides.get(1))));
                }
                case "Not" -> !truth(function.arguments(1).get(0));
                case "And" ->
                    ((List<?>) Objects.requireNonNull(function.argument()))
                            .stream().allMatch(this::truth);
                case "Or" ->
                    ((List<?>) Objects.requireNonNull(function.argument()))
                            .stream().anyMatch(this::truth);
                case "Condition" -> condition(String.valueOf(function.argument()));
                default -> throw new TemplateException("!" + function.name() + " is no condition.");
            };
        }
        throw new TemplateException("A condition is made of !Equals, !Not, !And and !Or, not of " + value + ".");
    }

    private Object ref(String name) {
        return switch (name) {
            case "AWS::NoValue" -> NO_VALUE;
            case "AWS::Region" -> Settings.REGION;
            case "AWS::AccountId" -> Settings.ACCOUNT;
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::StackName" -> "scout";
            default ->
                parameters.containsKey(name) ? parameter(name) : resource(name).reference();
        };
    }

    private String parameter(String name) {
        String set = settings.parameters().get(name);
        if (set != null) {
            return set;
        }
        Object byDefault = map(parameters.get(name)).get("Default");
        if (byDefault == null) {
            throw new TemplateException("The template's parameter " + name
                    + " has no default and no local value: give one with --parameter " + name + "=….");
        }
        return text(byDefault);
    }

    private String attribute(String logicalId, String attribute) {
        return resource(logicalId).attribute(attribute);
    }

    private PhysicalResource resource(String logicalId) {
        Map<?, ?> resource = map(resources.get(logicalId));
        if (resource.isEmpty()) {
            throw new TemplateException("The template refers to " + logicalId + ", which is not in it.");
        }
        return PhysicalResource.of(
                logicalId, String.valueOf(resource.get("Type")), map(resource.get("Properties")), this);
    }

    private String sub(Intrinsic function) {
        if (function.argument() instanceof List<?> parts) {
            Map<?, ?> variables = map(parts.get(1));
            return sub(String.valueOf(parts.get(0)), variables);
        }
        return sub(String.valueOf(function.argument()), Map.of());
    }

    private String sub(String text, Map<?, ?> variables) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(substitute(match.group(1), match.group(2), variables)));
    }

    private String substitute(String literal, String name, Map<?, ?> variables) {
        if (!literal.isEmpty()) {
            return "${" + name + "}";
        }
        if (variables.containsKey(name)) {
            return text(evaluateAny(variables.get(name)));
        }
        int dot = name.indexOf('.');
        return dot < 0 ? text(ref(name)) : attribute(name.substring(0, dot), name.substring(dot + 1));
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    private static List<String> strings(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Evaluator::text).toList();
        }
        return List.of(text(value));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
