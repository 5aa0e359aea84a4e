package dev.glovebox.dsl;

/** How a circuit lays its data into the slots of ciphertexts: what one evaluation is good for. */
public enum Packing {
    /** One sample, spread over the slots: the soonest answer to one question. */
    LATENCY,
    /**
     * The same circuit on as many samples as fit beside each other into the ciphertexts. An evaluation costs what it costs for
     * one sample in the same ring.
     */
    BATCHED,
    /**
     * One ciphertext for each number, one sample in each slot, and no rotations: the most samples in a given time, for models of
     * few inputs. Requests are large: as many ciphertexts as the input has numbers.
     */
    THROUGHPUT
}
