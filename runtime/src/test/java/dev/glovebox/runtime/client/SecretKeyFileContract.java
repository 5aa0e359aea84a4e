package dev.glovebox.runtime.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.ckks.CkksParameters;
import dev.glovebox.runtime.ckks.ParameterSpec;
import dev.glovebox.runtime.random.Randomness;
import dev.glovebox.runtime.ring.RingBackend;
import dev.glovebox.runtime.ring.RingKernels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encrypted secret-key file over a backend. */
public abstract class SecretKeyFileContract {
    private static final ParameterSpec SPEC =
            new ParameterSpec(10, List.of(List.of(49), List.of(40)), List.of(49), 2, 40, true);
    private static final int ITERATIONS_AT = 64;

    private final CkksParameters parameters = CkksParameters.of(SPEC);
    private RingKernels kernels;
    private SecretKey key;

    @TempDir
    private Path folder;

    protected abstract RingBackend backend();

    @BeforeEach
    void makeKey() {
        kernels = backend().open(parameters.ring());
        key = new KeyGenerator(parameters.rlwe(), kernels, Randomness.system()).secretKey();
    }

    private static char[] password() {
        return "pässwörd".toCharArray();
    }

    private Path saved() throws IOException {
        Path file = folder.resolve("secret.key");
        SecretKeyFile.save(file, password(), key);
        return file;
    }

    private SecretKey open(Path file, char[] password) throws IOException {
        return SecretKeyFile.open(file, password, parameters.rlwe(), kernels);
    }

    @Test
    void aSavedKeyOpensWithItsPassword() throws IOException {
        Path file = saved();
        try (SecretKey opened = open(file, password())) {
            assertThat(opened.id()).isEqualTo(key.id());
            assertThat(opened.coefficients()).isEqualTo(key.coefficients()).contains(-1, 0, 1);
        }
        assertThat(Files.size(file)).isEqualTo(64 + 4 + 32 + 12 + 1024 / 4 + 16 + 4);
    }

    @Test
    void onlyTheOwnerMayReadTheFileAndNothingIsOverwritten() throws IOException {
        Path file = saved();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(this::saved).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void twoFilesOfOneKeyShareNothingSecret() throws IOException {
        byte[] first = Files.readAllBytes(saved());
        Path other = folder.resolve("other.key");
        SecretKeyFile.save(other, password(), key);
        byte[] second = Files.readAllBytes(other);
        assertThat(Arrays.copyOfRange(first, 68, 112)).isNotEqualTo(Arrays.copyOfRange(second, 68, 112));
        assertThat(Arrays.copyOfRange(first, 112, 368)).isNotEqualTo(Arrays.copyOfRange(second, 112, 368));
    }

    @Test
    void aWrongPasswordIsOneClearError() throws IOException {
        Path file = saved();
        assertThatThrownBy(() -> open(file, "password".toCharArray()))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessage(
                        "GBR501: the password does not open the secret-key file; expected the password that it was saved"
                                + " with. Try again, or make a new client: without the password the key is lost.");
        assertThatThrownBy(() -> open(file, new char[0]))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith("GBR501: the password is empty");
        assertThatThrownBy(() -> SecretKeyFile.save(folder.resolve("empty.key"), new char[0], key))
                .isExactlyInstanceOf(CircuitException.class);
        assertThat(folder.resolve("empty.key")).doesNotExist();
    }

    @Test
    void aFileThatChangedIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(saved());
        refused(Arrays.copyOf(good, good.length - 1), "GBR502", "damaged");
        refused(Arrays.copyOf(good, good.length + 1), "GBR502", "damaged");
        refused(new byte[0], "GBR502", "does not start as one");
        refused(edit(good, 5, 9, false), "GBR502", "format version 9");
        refused(edit(good, 20, 9, true), "GBR502", "other parameters");
        refused(edit(good, 200, 9, false), "GBR502", "damaged");
        // authenticated: the key id, the salt and the key with a repaired checksum
        refused(edit(good, 50, 9, true), "GBR501", "does not open");
        refused(edit(good, 200, 9, true), "GBR501", "does not open");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 21)
    void noMutationDoesAnythingElse(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] good = Files.readAllBytes(saved());
        for (int i = 0; i < 10_000; i++) {
            byte[] changed =
                    random.nextInt(10) > 0 ? good.clone() : Arrays.copyOf(good, random.nextInt(2 * good.length));
            for (int edits = 1 + random.nextInt(3); edits > 0 && changed.length > 0; edits--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (!Arrays.equals(changed, good)) {
                refused(changed, "GBR502", "the secret-key file cannot be used: ");
            }
        }
    }

    @Test
    void iterationsAreBounded() throws IOException {
        byte[] good = Files.readAllBytes(saved());
        for (int iterations : new int[] {0, -1, 1000, Integer.MAX_VALUE}) {
            byte[] changed = good.clone();
            ByteBuffer.wrap(changed).putInt(ITERATIONS_AT, iterations);
            refused(repaired(changed), "GBR502", "iterations");
        }
    }

    @Test
    void aMissingFileIsAnInputOutputError() {
        assertThatThrownBy(() -> open(folder.resolve("none"), password())).isInstanceOf(NoSuchFileException.class);
    }

    private void refused(byte[] bytes, String code, String text) throws IOException {
        Path file = folder.resolve("changed.key");
        Files.write(file, bytes);
        assertThatThrownBy(() -> open(file, password()))
                .isExactlyInstanceOf(CircuitException.class)
                .hasMessageStartingWith(code + ": ")
                .hasMessageContaining(text);
    }

    private static byte[] edit(byte[] good, int at, int value, boolean repair) {
        byte[] changed = good.clone();
        changed[at] = (byte) (changed[at] == value ? value + 1 : value);
        return repair ? repaired(changed) : changed;
    }

    private static byte[] repaired(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
        return bytes;
    }
}
