package it.lib;

public interface Scale {
    double apply(double x);

    static Scale times(double factor) {
        return x -> factor * x;
    }
}
