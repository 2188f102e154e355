package dev.scout.loader.delta;

import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStream;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of a table as Delta Kernel asks for them. Nothing is ever written. */
final class KernelFiles implements FileIO {

    private final TableObjects objects;

    KernelFiles(TableObjects objects) {
        this.objects = objects;
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String filePath) {
        return new CommittedListing(new Listing(objects.key(filePath)));
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return status(find(objects.key(path)));
    }

    @Override
    public String resolvePath(String path) {
        return path;
    }

    @Override
    public InputFile newInputFile(String path, long fileSize) {
        return new InputFile() {
            @Override
            public long length() throws IOException {
                return fileSize >= 0 ? fileSize : getFileStatus(path).getSize();
            }

            @Override
            public String path() {
                return path;
            }

            @Override
            public SeekableInputStream newStream() throws IOException {
                return new ForwardStream(open(find(objects.key(path))));
            }
        };
    }

    @Override
    public Optional<String> getConf(String confKey) {
        return Optional.empty();
    }

    @Override
    public OutputFile newOutputFile(String path) {
        throw readOnly();
    }

    @Override
    public boolean mkdirs(String path) {
        throw readOnly();
    }

    @Override
    public boolean delete(String path) {
        throw readOnly();
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("The loader never writes to a table");
    }

    private LandedObject find(String key) throws FileNotFoundException {
        try {
            return objects.find(key);
        } catch (ObjectGoneException e) {
            throw notFound(key, e);
        }
    }

    private ObjectStream open(LandedObject object) throws FileNotFoundException {
        try {
            return objects.open(object);
        } catch (ObjectGoneException e) {
            throw notFound(object.key(), e);
        }
    }

    private static FileNotFoundException notFound(String key, ObjectGoneException cause) {
        FileNotFoundException failure = new FileNotFoundException(key);
        failure.initCause(cause);
        return failure;
    }

    private FileStatus status(LandedObject object) {
        return FileStatus.of(
                objects.kernelPath(object.key()),
                object.sizeBytes(),
                object.lastModified().toEpochMilli());
    }

    /** The objects beside one whose names stand behind its name, as far as those go that begin with a digit: the others are not asked for. */
    private final class Listing implements CloseableIterator<FileStatus> {

        private final String directory;
        private final Deque<FileStatus> page = new ArrayDeque<>();
        private @Nullable String after;

        Listing(String from) {
            this.directory = from.substring(0, from.lastIndexOf('/') + 1);
            this.after = from;
        }

        @Override
        public boolean hasNext() {
            while (page.isEmpty() && after != null) {
                nextPage(after);
            }
            return !page.isEmpty();
        }

        private void nextPage(String behind) {
            List<LandedObject> found = objects.list(directory, behind);
            after = found.isEmpty() ? null : found.get(found.size() - 1).key();
            for (LandedObject object : found) {
                String name = object.key().substring(directory.length());
                if (name.isEmpty() || name.charAt(0) > '9') {
                    after = null;
                    return;
                }
                if (name.indexOf('/') < 0) {
                    page.add(status(object));
                }
            }
        }

        @Override
        public FileStatus next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.remove();
        }

        @Override
        public void close() {
            after = null;
        }
    }

    /** An object from its beginning; going on behind what was read is reading what lies between. */
    private static final class ForwardStream extends SeekableInputStream {

        private final ObjectStream bytes;
        private long position;

        ForwardStream(ObjectStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long target) throws IOException {
            if (target < position) {
                throw new IOException("The stream is read forwards only");
            }
            bytes.skipNBytes(target - position);
            position = target;
        }

        @Override
        public void readFully(byte[] target, int offset, int length) throws IOException {
            if (bytes.readNBytes(target, offset, length) < length) {
                throw new EOFException("The object ends too early");
            }
            position += length;
        }

        @Override
        public int read() {
            int value = bytes.read();
            position += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int read = bytes.read(target, offset, length);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public void close() {
            bytes.close();
        }
    }
}
