package dev.scout.transform.run;

import dev.scout.transform.model.Model;
import dev.scout.transform.model.Models;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Models that have come equally far, and so take the same marks.
 *
 * @param after the batch that they have taken last
 */
record Pass(long after, Set<String> models) {

    /** The passes of a run, the furthest first: a model never stands further than one that it reads. */
    static List<Pass> of(Models models, Progress progress, long latest, LocalDate today, Set<String> only) {
        Map<Long, Set<String>> passes = new TreeMap<>(Comparator.reverseOrder());
        for (Model model : models.ordered()) {
            ModelState state = progress.of(model.name());
            boolean due = only.isEmpty() ? isDue(models, model, state, latest, today) : only.contains(model.name());
            if (model.isPermanent() && !model.isNote() && due) {
                passes.computeIfAbsent(state.batch(), batch -> new LinkedHashSet<>())
                        .add(model.name());
            }
        }
        List<Pass> inOrder = new ArrayList<>();
        passes.forEach((batch, names) -> inOrder.add(new Pass(batch, names)));
        return inOrder;
    }

    private static boolean isDue(Models models, Model model, ModelState state, long latest, LocalDate today) {
        return state.batch() < latest
                || state.status() != ModelState.Status.PROMOTED
                || (models.movesWithTheDay(model) && !today.equals(state.currentDay()));
    }

    /** What ends with the run and its models stand on. */
    Set<String> needs(Models of) {
        Set<String> tables = new LinkedHashSet<>();
        for (Model model : of.ordered()) {
            if (models.contains(model.name()) || model.isNote()) {
                tables.addAll(of.standsOn(model));
            }
        }
        return tables;
    }
}
