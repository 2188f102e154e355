package dev.scout.local.template;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML with CloudFormation's short tags, each read as an {@link Intrinsic}. */
final class CloudFormationYaml extends SafeConstructor {

    private static final List<String> TAGS =
            List.of("Ref", "Sub", "GetAtt", "If", "Equals", "Not", "And", "Or", "Join", "Condition");

    private CloudFormationYaml() {
        super(new LoaderOptions());
        for (String name : TAGS) {
            yamlConstructors.put(new Tag("!" + name), new IntrinsicConstruct(name));
        }
    }

    static Map<?, ?> read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object document = new Yaml(new CloudFormationYaml()).load(reader);
            if (document instanceof Map<?, ?> map) {
                return map;
            }
            throw new TemplateException(file + " is not a CloudFormation template.");
        } catch (IOException e) {
            throw new TemplateException("The template " + file + " can't be read: " + e.getMessage() + ".", e);
        } catch (YAMLException e) {
            String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " ");
            throw new TemplateException("The template " + file + " is not understood: " + message, e);
        }
    }

    private final class IntrinsicConstruct extends AbstractConstruct {

        private final String name;

        IntrinsicConstruct(String name) {
            this.name = name;
        }

        @Override
        public Object construct(Node node) {
            return new Intrinsic(name, argument(node));
        }

        private @Nullable Object argument(Node node) {
            if (node instanceof ScalarNode scalar) {
                return name.equals("GetAtt") ? Arrays.asList(scalar.getValue().split("\\.", 2)) : scalar.getValue();
            }
            if (node instanceof SequenceNode sequence) {
                return constructSequence(sequence);
            }
            return constructMapping((MappingNode) node);
        }
    }
}
