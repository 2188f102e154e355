package dev.scout.local.command;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** psql's {@code \d}: what tables there are, and what the columns of one mean. */
final class Relations {

    private static final Pattern COMMAND = Pattern.compile("\\s*\\\\d\\+?(?:\\s+([^\\s;]+))?\\s*;?\\s*");

    private static final String ALL = """
            select c.oid::regclass as relation,
              case c.relkind when 'v' then 'view' else 'table' end as kind,
              obj_description(c.oid, 'pg_class') as meaning
            from pg_class as c
            where c.relnamespace = 'scout'::regnamespace and c.relkind in ('r', 'p', 'v') and not c.relispartition
            order by c.relname""";

    private static final String ONE = """
            select a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
              case when a.attnotnull then 'not null' end as "null",
              coalesce(col_description(a.attrelid, a.attnum), '') as meaning
            from pg_attribute as a
            where a.attrelid = '%s'::regclass and a.attnum > 0 and not a.attisdropped
            order by a.attnum""";

    private Relations() {}

    /** The query that answers the command; nothing where it is another. */
    static Optional<String> query(String command) {
        Matcher matcher = COMMAND.matcher(command);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1);
        return Optional.of(name == null ? ALL : ONE.formatted(name.replace("'", "''")));
    }
}
