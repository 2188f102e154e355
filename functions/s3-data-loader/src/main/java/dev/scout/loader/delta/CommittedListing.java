package dev.scout.loader.delta;

import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

/**
 * A listing in which each whole checkpoint has the commit of its version beside it, even where that is not there: Delta Kernel wants to see
 * it, and reads nothing of it, for a checkpoint tells all of its version.
 */
final class CommittedListing implements CloseableIterator<FileStatus> {

    private static final Pattern VERSIONED = Pattern.compile("\\d{20}\\..*", Pattern.DOTALL);
    private static final int DIGITS = 20;

    private final CloseableIterator<FileStatus> listed;
    private final TableLog log = new TableLog();
    private final Deque<FileStatus> ready = new ArrayDeque<>();
    private String version = "";
    private long modified;

    /** @param listed in the order of the names */
    CommittedListing(CloseableIterator<FileStatus> listed) {
        this.listed = listed;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && listed.hasNext()) {
            take(listed.next());
        }
        if (ready.isEmpty()) {
            endVersion("");
        }
        return !ready.isEmpty();
    }

    private void take(FileStatus file) {
        String path = file.getPath();
        int name = path.lastIndexOf('/') + 1;
        boolean isVersioned = VERSIONED.matcher(path.substring(name)).matches();
        endVersion(isVersioned ? path.substring(0, name + DIGITS) : "");
        log.note(path);
        modified = file.getModificationTime();
        ready.add(file);
    }

    private void endVersion(String next) {
        if (next.equals(version)) {
            return;
        }
        String commit = version + ".json";
        LogKey ended = LogKey.of(commit);
        version = next;
        if (ended != null && log.lacksCommitOf(ended.version())) {
            ready.add(FileStatus.of(commit, 0, modified));
        }
    }

    @Override
    public FileStatus next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    @Override
    public void close() throws IOException {
        listed.close();
    }
}
