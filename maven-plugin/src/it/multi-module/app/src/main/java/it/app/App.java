package it.app;

import it.model.ScaledModel;

/** Has no circuit of its own. */
public final class App {
    public double clear(double x) {
        return new ScaledModel().scaled(x);
    }
}
