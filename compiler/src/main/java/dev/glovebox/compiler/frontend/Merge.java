package dev.glovebox.compiler.frontend;

import dev.glovebox.compiler.diagnostic.Code;
import dev.glovebox.compiler.frontend.Branches.Way;
import dev.glovebox.compiler.frontend.Conditions.Condition;
import dev.glovebox.compiler.frontend.History.Version;
import dev.glovebox.dsl.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Makes one of two ways that met: a number that differs becomes a select, in each local and stack slot that is read later, each
 * array element and each field. Objects that were made on the two sides become one if they have the same shape; so do objects
 * that cannot change. Arrays that existed before become a copy, and from then on nobody may write them.
 */
final class Merge {
    private final Trace trace;
    private final Heap heap;
    private final ArrayOps arrays;
    private final Fields fields;
    private final Algebra algebra;
    private final Conditions conditions;

    Merge(Trace trace, Heap heap, ArrayOps arrays, Fields fields, Algebra algebra, Conditions conditions) {
        this.trace = trace;
        this.heap = heap;
        this.arrays = arrays;
        this.fields = fields;
        this.algebra = algebra;
        this.conditions = conditions;
    }

    /**
     * @param isA when the first way is taken, given that one of them is
     * @param version an empty version after the newest that both come from
     */
    Way merge(MethodCode code, Way a, Way b, Condition isA, Version version) {
        Version common = java.util.Objects.requireNonNull(version.parent);
        heap.history.switchTo(common);
        trace.pretend(common.branch, common.stack);
        try {
            return new Meeting(common, a, b, isA).merge(code, version);
        } finally {
            trace.pretend(null, common.stack);
        }
    }

    /** One merge; memory is in the state of the common version. */
    private final class Meeting {
        private final Version common;
        private final Way a;
        private final Way b;
        private final Condition isA;
        private final Map<Place, Virtual.Slot> fromA;
        private final Map<Place, Virtual.Slot> fromB;
        private final Map<Place, Virtual.Slot> merged = new LinkedHashMap<>();
        private final Map<Object, Object> partners = new IdentityHashMap<>();
        private final Map<Object, Object> results = new IdentityHashMap<>();

        Meeting(Version common, Way a, Way b, Condition isA) {
            this.common = common;
            this.a = a;
            this.b = b;
            this.isA = isA;
            this.fromA = History.changes(a.version(), common);
            this.fromB = History.changes(b.version(), common);
        }

        Way merge(MethodCode code, Version version) {
            long[] bits = a.bits().clone();
            @Nullable Object[] refs = new @Nullable Object[bits.length];
            Virtual.Slot result = a.result();
            if (result == null) {
                slots(code, bits, refs);
            } else {
                result = returned(code, result);
            }
            places(refs);
            heap.history.switchTo(version);
            merged.forEach((place, slot) -> {
                if (place.holder() == null || !common.precedes(heap.birth(place.holder()))) {
                    heap.history.write(place, heap.birth(place.holder()));
                }
                place.write(slot);
            });
            return new Way(a.pc(), a.sp(), bits, refs, result, isA, version, a.repeated());
        }

        private Virtual.Slot returned(MethodCode code, Virtual.Slot result) {
            Type type = Type.getReturnType(code.node.desc);
            return type.getSort() == Type.VOID
                    ? result
                    : merge(kind(type), result, java.util.Objects.requireNonNull(b.result()), "the result");
        }

        private void slots(MethodCode code, long[] bits, @Nullable Object[] refs) {
            Frame<BasicValue> types = code.flow().frame(a.pc());
            for (int i = 0; i < code.maxLocals; i++) {
                Type type = types.getLocal(i).getType();
                if (type != null && code.flow().isLive(a.pc(), i)) {
                    set(i, type, bits, refs, code.localName(i, a.pc()));
                }
            }
            int slot = code.maxLocals;
            for (int i = 0; i < types.getStackSize(); i++) {
                Type type = types.getStack(i).getType();
                set(slot, type, bits, refs, "an expression");
                slot += type.getSize();
            }
        }

        private void set(int slot, Type type, long[] bits, @Nullable Object[] refs, String name) {
            Virtual.Slot value = merge(
                    kind(type),
                    new Virtual.Slot(a.bits()[slot], a.refs()[slot]),
                    new Virtual.Slot(b.bits()[slot], b.refs()[slot]),
                    name);
            bits[slot] = value.bits();
            refs[slot] = value.ref();
        }

        /** An iterator that one side used is of no use for what follows. */
        private void unused(@Nullable Object iterator, @Nullable Object[] refs) {
            for (Object ref : refs) {
                if (ref == iterator) {
                    throw trace.failure(
                            Code.EFFECT_UNDER_ENCRYPTED,
                            "one side of a branch on encrypted data moves an iterator that is used after it",
                            "iterators that both sides leave alone",
                            "Go through an array with a public index.");
                }
            }
        }

        private void places(@Nullable Object[] refs) {
            Set<Place> changed = new LinkedHashSet<>(fromA.keySet());
            changed.addAll(fromB.keySet());
            for (Place place : changed) {
                if (merged.containsKey(place)) {
                    continue;
                }
                if (place instanceof Place.Effect) {
                    unused(place.holder(), refs);
                }
                if (place.holder() != null && common.precedes(heap.birth(place.holder()))) {
                    Map<Place, Virtual.Slot> side = fromA.containsKey(place) ? fromA : fromB;
                    merged.put(place, java.util.Objects.requireNonNull(side.get(place)));
                } else {
                    merged.put(place, shared(place));
                }
            }
        }

        /** The value of a place that existed before the branch. */
        private Virtual.Slot shared(Place place) {
            Virtual.Slot x = value(fromA, place);
            Virtual.Slot y = value(fromB, place);
            Virtual.Slot slot = merge(kind(place.type()), x, y, place.display());
            boolean differ = !slot.equals(x) || !slot.equals(y);
            if (differ && (place.holder() == null || !heap.isWritable(place.holder()))) {
                throw fields.sharedWrite(place.display());
            }
            return slot;
        }

        private Virtual.Slot value(Map<Place, Virtual.Slot> side, Place place) {
            Virtual.Slot changed = side.get(place);
            return changed == null ? place.read() : changed;
        }

        private Virtual.Slot merge(Kind kind, Virtual.Slot x, Virtual.Slot y, String what) {
            if (x.ref() == y.ref() && (x.bits() == y.bits() || x.ref() != null)) {
                return x;
            }
            if (kind == Kind.REFERENCE) {
                return new Virtual.Slot(0, reference(x.ref(), y.ref(), what));
            }
            Scalar value = algebra.select(conditions, isA, kind.scalar(x), kind.scalar(y));
            return kind.slot(value);
        }

        private @Nullable Object reference(@Nullable Object x, @Nullable Object y, String what) {
            if (x == y) {
                return x;
            }
            if (x == null || y == null) {
                throw different(what, "null on one side and an object on the other");
            }
            Scalar p = number(x);
            Scalar q = number(y);
            Class<?> type = Interpreter.typeOf(x);
            if (type != Interpreter.typeOf(y)) {
                throw different(
                        what,
                        "a " + type.getName() + " and a "
                                + Interpreter.typeOf(y).getName());
            }
            if (p != null && q != null) {
                Scalar value = algebra.select(conditions, isA, p, q);
                return value instanceof Symbol s ? new Virtual.Box(type, s) : x;
            }
            if (Heap.isLeaf(x) && x.equals(y)) {
                return x;
            }
            if (type == Tensor.class) {
                return tensor(x, y, what);
            }
            return object(x, y, what);
        }

        private static @Nullable Scalar number(Object box) {
            return switch (box) {
                case Virtual.Box b -> b.value;
                case Boolean b -> Scalar.of(b ? 1 : 0);
                case Character c -> Scalar.of(c);
                case Double d -> Scalar.of(d);
                case Float f -> Scalar.of(f);
                case Integer i -> Scalar.of(i);
                case Long l -> Scalar.of(l);
                case Short s -> Scalar.of(s);
                case Byte s -> Scalar.of(s);
                default -> null;
            };
        }

        private Object object(Object x, Object y, String what) {
            if (partners.containsKey(x) || partners.containsKey(y)) {
                if (partners.get(x) == y) {
                    return java.util.Objects.requireNonNull(results.get(x));
                }
                throw different(what, "objects that are shared in different ways");
            }
            partners.put(x, y);
            partners.put(y, x);
            boolean made = common.precedes(heap.birth(x)) && common.precedes(heap.birth(y));
            Object result = x.getClass().isArray()
                    ? array(x, y, made, what)
                    : x instanceof Virtual.Lambda f && y instanceof Virtual.Lambda g
                            ? lambda(f, g, what)
                            : instance(x, y, made, what);
            results.put(x, result);
            results.put(y, result);
            return result;
        }

        private Object array(Object x, Object y, boolean made, String what) {
            int length = Array.getLength(x);
            if (length != Array.getLength(y)) {
                throw different(what, "arrays of " + length + " and of " + Array.getLength(y) + " elements");
            }
            Object result = x;
            if (!made) {
                result = arrays.create(x.getClass().getComponentType(), length);
                heap.freeze(x);
                heap.freeze(y);
                heap.freeze(result);
            }
            results.put(x, result);
            for (int i = 0; i < length; i++) {
                copy(
                        new Place.Element(arrays, x, i),
                        new Place.Element(arrays, y, i),
                        new Place.Element(arrays, result, i),
                        what);
            }
            return result;
        }

        private void copy(Place x, Place y, Place result, String what) {
            merged.put(result, merge(kind(x.type()), value(fromA, x), value(fromB, y), what));
        }

        private Virtual.EncryptedTensor tensor(Object x, Object y, String what) {
            Virtual.EncryptedTensor p = TensorOps.tensor(x);
            Virtual.EncryptedTensor q = TensorOps.tensor(y);
            if (!Arrays.equals(p.shape, q.shape)) {
                throw different(
                        what, "tensors of the shapes " + Arrays.toString(p.shape) + " and " + Arrays.toString(q.shape));
            }
            Scalar[] elements = new Scalar[p.elements.length];
            Arrays.setAll(elements, i -> algebra.select(conditions, isA, p.elements[i], q.elements[i]));
            return new Virtual.EncryptedTensor(p.shape, elements);
        }

        private Virtual.Lambda lambda(Virtual.Lambda f, Virtual.Lambda g, String what) {
            if (!f.body.equals(g.body)) {
                throw different(what, "different functions");
            }
            Arguments x = f.captured;
            Arguments y = g.captured;
            long[] bits = new long[x.size()];
            @Nullable Object[] refs = new @Nullable Object[bits.length];
            for (int i = 0; i < bits.length; i++) {
                Virtual.Slot slot = merge(
                        kind(x.types().get(i)),
                        new Virtual.Slot(x.bits()[i], x.refs()[i]),
                        new Virtual.Slot(y.bits()[i], y.refs()[i]),
                        what);
                bits[i] = slot.bits();
                refs[i] = slot.ref();
            }
            return new Virtual.Lambda(f.body, new Arguments(x.types(), bits, refs), f.markers);
        }

        private Object instance(Object x, Object y, boolean made, String what) {
            Class<?> type = Interpreter.typeOf(x);
            boolean known = !type.isHidden() && !type.isEnum() && !(x instanceof Virtual.Uninitialized);
            for (Class<?> c = type;
                    known && c != null && c != Object.class && c != Record.class;
                    c = c.getSuperclass()) {
                known = !ClassFile.isJdk(c);
            }
            boolean fixed = fields.instance(type).stream()
                    .allMatch(f -> Modifier.isFinal(f.field().getModifiers()));
            if (!known || !(made || fixed)) {
                throw different(what, "different objects of " + type.getName());
            }
            Object result = made ? x : heap.own(new Virtual.Instance(type));
            results.put(x, result);
            for (Fields.Ref field : fields.instance(type)) {
                copy(
                        new Place.Variable(fields, x, field),
                        new Place.Variable(fields, y, field),
                        new Place.Variable(fields, result, field),
                        what);
            }
            return result;
        }

        private RuntimeException different(String what, String objects) {
            return trace.failure(
                    Code.BRANCH_ON_ENCRYPTED,
                    "a branch on encrypted data leaves " + objects + " in " + what,
                    "numbers, or objects of one class and shape made on both sides",
                    "Choose among numbers: let both sides compute one, and use the object within each side.");
        }
    }

    /** How a slot's bits are meant. */
    private enum Kind {
        INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        REFERENCE;

        Scalar scalar(Virtual.Slot slot) {
            if (slot.ref() instanceof Symbol symbol) {
                return symbol;
            }
            return Scalar.of(
                    switch (this) {
                        case FLOAT -> Float.intBitsToFloat((int) slot.bits());
                        case DOUBLE -> Double.longBitsToDouble(slot.bits());
                        default -> slot.bits();
                    });
        }

        Virtual.Slot slot(Scalar value) {
            return switch (value) {
                case Symbol s -> new Virtual.Slot(0, s);
                case Scalar.Public p ->
                    new Virtual.Slot(
                            switch (this) {
                                case FLOAT -> Float.floatToRawIntBits((float) p.value());
                                case DOUBLE -> Double.doubleToRawLongBits(p.value());
                                default -> (long) p.value();
                            },
                            null);
            };
        }
    }

    private static Kind kind(Type type) {
        return switch (type.getSort()) {
            case Type.DOUBLE -> Kind.DOUBLE;
            case Type.FLOAT -> Kind.FLOAT;
            case Type.LONG -> Kind.LONG;
            case Type.OBJECT, Type.ARRAY -> Kind.REFERENCE;
            default -> Kind.INTEGER;
        };
    }

    private static Kind kind(Class<?> type) {
        return kind(Type.getType(type));
    }
}
