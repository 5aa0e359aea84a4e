package dev.glovebox.runtime.client;

import dev.glovebox.runtime.circuit.CircuitException;
import dev.glovebox.runtime.circuit.ErrorCode;
import dev.glovebox.runtime.ring.RingKernels;
import dev.glovebox.runtime.rlwe.KeyId;
import dev.glovebox.runtime.rlwe.RlweParameters;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encrypted form of a {@link SecretKey} on disk. Big-endian:
 *
 * <pre>
 * magic "GBXS", format version u16, ring type u8, log₂N u8, scheme in 8 bytes
 * parameter fingerprint in 32 bytes, key id in 16 bytes
 * PBKDF2 iterations u32, salt in 32 bytes, nonce in 12 bytes
 * AES-256-GCM of the coefficients, 2 bits each (0, 1, or 2 for -1), the first in the lowest bits; tag in 16 bytes
 * CRC-32C u32 of everything before
 * </pre>
 *
 * The AES key is PBKDF2-HMAC-SHA256 of the password; everything before the ciphertext is authenticated with it. The checksum only
 * tells damage from a wrong password.
 */
public final class SecretKeyFile {
    /** Iterations of a new file. */
    public static final int ITERATIONS = 600_000;

    private static final System.Logger LOG = System.getLogger(SecretKeyFile.class.getName());
    private static final int MAGIC = 0x47425853;
    private static final int VERSION = 1;
    private static final int RING_TYPE = 1;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final byte[] SCHEME = Arrays.copyOf("CKKS".getBytes(StandardCharsets.US_ASCII), 8);
    private static final int SALT_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int PREFIX_BYTES = 4 + 2 + 1 + 1 + 8 + 32 + KeyId.BYTES;
    private static final int HEADER_BYTES = PREFIX_BYTES + 4 + SALT_BYTES + NONCE_BYTES;
    private static final int PER_BYTE = 4;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SecretKeyFile() {}

    /**
     * Writes a new file that only its owner may read and write. On a file system without POSIX permissions the file has those of
     * its folder, and a warning is logged.
     *
     * @param password not empty; stays the caller's to erase
     * @throws java.nio.file.FileAlreadyExistsException if there is a file: a key is never overwritten
     * @throws IOException if it cannot be written; then there is no file
     */
    public static void save(Path path, char[] password, SecretKey key) throws IOException {
        byte[] file = seal(password, key);
        Path folder = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        if (!posix) {
            LOG.log(
                    Level.WARNING,
                    "{0}: this file system has no owner-only permissions; keep the secret-key file in a folder of your own",
                    path);
        }
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, options, attributes)) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap(file);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        }
    }

    /**
     * Reads a file.
     *
     * @param password stays the caller's to erase
     * @throws CircuitException if the password is wrong, or the file is damaged or of other parameters
     * @throws IOException if it cannot be read
     */
    public static SecretKey open(Path path, char[] password, RlweParameters parameters, RingKernels kernels)
            throws IOException {
        int length = HEADER_BYTES + parameters.degree() / PER_BYTE + TAG_BYTES + 4;
        byte[] file;
        try (InputStream in = Files.newInputStream(path)) {
            file = in.readNBytes(length + 1);
        }
        return unseal(file, length, password, parameters, kernels);
    }

    private static byte[] seal(char[] password, SecretKey key) {
        SecureRandom random = new SecureRandom();
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        RlweParameters parameters = key.parameters();
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + parameters.degree() / PER_BYTE + TAG_BYTES + 4);
        file.put(prefix(parameters, key.id())).putInt(ITERATIONS).put(salt).put(nonce);
        byte[] packed = pack(key);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, password, salt, ITERATIONS, nonce);
            cipher.updateAAD(file.array(), 0, HEADER_BYTES);
            file.put(cipher.doFinal(packed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks AES-GCM or PBKDF2; use a JDK 25 or newer", e);
        } finally {
            Arrays.fill(packed, (byte) 0);
        }
        file.putInt(checksum(file.array()));
        return file.array();
    }

    private static SecretKey unseal(
            byte[] file, int length, char[] password, RlweParameters parameters, RingKernels kernels) {
        if (file.length < HEADER_BYTES || ByteBuffer.wrap(file).getInt() != MAGIC) {
            throw bad("it does not start as one");
        }
        if (ByteBuffer.wrap(file).getShort(4) != VERSION) {
            throw bad("it has format version " + ByteBuffer.wrap(file).getShort(4));
        }
        KeyId id = KeyId.of(Arrays.copyOfRange(file, PREFIX_BYTES - KeyId.BYTES, PREFIX_BYTES));
        if (!Arrays.equals(prefix(parameters, id), Arrays.copyOf(file, PREFIX_BYTES))) {
            throw bad("it holds a key for other parameters");
        }
        if (file.length != length || ByteBuffer.wrap(file).getInt(length - 4) != checksum(file)) {
            throw bad("it is damaged: its length or checksum does not match");
        }
        ByteBuffer fields = ByteBuffer.wrap(file, PREFIX_BYTES, HEADER_BYTES - PREFIX_BYTES);
        int iterations = fields.getInt();
        if (iterations < ITERATIONS || iterations > MAX_ITERATIONS) {
            throw bad("it asks for " + Integer.toUnsignedString(iterations) + " iterations");
        }
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        fields.get(salt).get(nonce);
        byte[] packed = new byte[0];
        long[] coefficients = new long[parameters.degree()];
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, password, salt, iterations, nonce);
            cipher.updateAAD(file, 0, HEADER_BYTES);
            packed = cipher.doFinal(file, HEADER_BYTES, length - 4 - HEADER_BYTES);
            unpack(packed, coefficients);
            return new SecretKey(parameters, kernels, id, coefficients);
        } catch (AEADBadTagException e) {
            throw ErrorCode.WRONG_PASSWORD.error(
                    "the password does not open the secret-key file",
                    "the password that it was saved with",
                    "Try again, or make a new client: without the password the key is lost.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks AES-GCM or PBKDF2; use a JDK 25 or newer", e);
        } finally {
            Arrays.fill(packed, (byte) 0);
            Arrays.fill(coefficients, 0);
        }
    }

    private static byte[] prefix(RlweParameters parameters, KeyId id) {
        return ByteBuffer.allocate(PREFIX_BYTES)
                .putInt(MAGIC)
                .putShort((short) VERSION)
                .put((byte) RING_TYPE)
                .put((byte) parameters.ring().logDegree())
                .put(SCHEME)
                .put(parameters.fingerprint())
                .put(id.toByteArray())
                .array();
    }

    private static Cipher cipher(int mode, char[] password, byte[] salt, int iterations, byte[] nonce)
            throws GeneralSecurityException {
        if (password.length == 0) {
            throw ErrorCode.WRONG_PASSWORD.error(
                    "the password is empty", "at least one character", "Ask for a password and pass it.");
        }
        // The specification keeps its own copy of the password and erases it when cleared.
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, 256);
        byte[] key = new byte[0];
        try {
            key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            return cipher;
        } finally {
            spec.clearPassword();
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] pack(SecretKey key) {
        long[] coefficients = key.coefficients();
        byte[] packed = new byte[coefficients.length / PER_BYTE];
        for (int i = 0; i < coefficients.length; i++) {
            long code = coefficients[i] & 3;
            packed[i / PER_BYTE] |= (byte) ((code - (code >> 1)) << 2 * (i % PER_BYTE));
        }
        Arrays.fill(coefficients, 0);
        return packed;
    }

    private static void unpack(byte[] packed, long[] coefficients) {
        long bad = 0;
        for (int i = 0; i < coefficients.length; i++) {
            long code = packed[i / PER_BYTE] >> 2 * (i % PER_BYTE) & 3;
            bad |= code & code >> 1;
            coefficients[i] = (code & 1) - (code >> 1);
        }
        if (bad != 0) {
            throw bad("it holds a coefficient outside -1, 0, 1");
        }
    }

    private static int checksum(byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(file, 0, file.length - 4);
        return (int) crc.getValue();
    }

    private static CircuitException bad(String why) {
        return ErrorCode.BAD_KEY_FILE.error(
                "the secret-key file cannot be used: " + why,
                "a file that saveSecretKey wrote for this circuit's parameters",
                "Choose the right file, or make a new client.");
    }
}
