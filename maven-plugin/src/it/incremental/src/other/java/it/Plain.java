package it;

public final class Plain {}
