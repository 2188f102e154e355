package dev.scout.local.command;

import dev.scout.local.PlatformOptions;
import dev.scout.local.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./scout demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show the main job from end to end with sample data, then stop. Nothing stays.")
public final class DemoCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private PlatformMixin platformOptions;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PlatformOptions options = platformOptions.options().withSchedules(false);
        return new Demo(options, spec.commandLine().getOut()).run() ? 0 : 1;
    }
}
