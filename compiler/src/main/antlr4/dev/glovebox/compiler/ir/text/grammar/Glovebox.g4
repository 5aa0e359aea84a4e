/*
 * The text of the three stages of the intermediate representation. White space and // comments separate tokens and mean
 * nothing else. Real numbers are written as Double.toString writes them, so reading gives back the same bits.
 */
grammar Glovebox;

// The tensor stage.

tensorFile
    : 'tensor' STRING 'precision' integer '{' tensorNode* 'results' (tensorResult (',' tensorResult)*)? '}' EOF
    ;

tensorNode
    : NODE '=' tensorOp ':' '[' INT ']' 'in' ranges location?
    ;

tensorOp
    : 'input' STRING 'at' integer 'normalized'?                                                         # tensorInput
    | 'public' 'input' STRING 'at' integer 'normalized'?                                                # tensorPublicInput
    | 'public' 'apply' expression 'to' NODE                                                             # tensorPublicApply
    | 'affine' affineTerm ('+' affineTerm)* ('+' reals)?                                                # tensorAffine
    | 'multiply' NODE ',' NODE                                                                          # tensorMultiply
    | 'apply' expression 'to' NODE                                                                      # tensorApply
    | 'polynomial' 'chebyshev' reals 'of' NODE 'on' interval 'for' expression
        'error' number ('gap' number)?                                                                  # tensorPolynomial
    ;

affineTerm
    : matrix '*' NODE
    ;

matrix
    : 'identity' '<' INT '>'                                                            # identityMatrix
    | 'dense' '<' INT 'x' INT '>' '[' (reals (',' reals)*)? ']'                         # denseMatrix
    | 'sparse' '<' INT 'x' INT '>' '[' (sparseRow (',' sparseRow)*)? ']'                # sparseMatrix
    ;

sparseRow
    : '{' (entry (',' entry)*)? '}'
    ;

entry
    : INT ':' number
    ;

/** One interval for all elements, or one for each. */
ranges
    : interval
    | '{' (rangeRun (',' rangeRun)*)? '}'
    ;

rangeRun
    : interval ('*' INT)?
    ;

interval
    : '[' number ',' number ']'
    ;

tensorResult
    : NODE '[' INT ('..' INT)? ']'
    | number
    ;

// Functions of one variable t. A minus sign before a literal belongs to the literal.

expression
    : term (('+' | '-') term)*
    ;

term
    : factor (('*' | '/') factor)*
    ;

factor
    : '-'? literal                                      # constantFactor
    | '-' factor                                        # negatedFactor
    | 't'                                               # variableFactor
    | FUNCTION '(' expression ')'                       # unaryFactor
    | OPERATOR '(' expression ',' expression ')'        # binaryFactor
    | '(' expression ')'                                # nestedFactor
    ;

// The slot stage and the circuit stage.

slotFile
    : 'slot' STRING 'precision' integer 'slots' integer '{' inputLayout* slotNode* slotTail '}' EOF
    ;

slotNode
    : NODE '=' slotOp ':' 'period' integer 'magnitude' number location?
    ;

circuitFile
    : 'circuit' STRING 'precision' integer 'slots' integer '{' parameters inputLayout* circuitNode* slotTail '}' EOF
    ;

circuitNode
    : NODE '=' slotOp ':' 'level' integer 'pending' integer 'size' integer 'period' integer 'magnitude' number location?
    ;

parameters
    : 'parameters' 'ring' integer 'levels' '[' (levelBits (',' levelBits)*)? ']' 'special' integers 'digits' integer
      'scale' number 'insecure'?
    ;

levelBits
    : integer
    | integers
    ;

integers
    : '[' (integer (',' integer)*)? ']'
    ;

inputLayout
    : 'input' integer 'period' integer 'elements' '[' (elementRun (',' elementRun)*)? ']'
    ;

elementRun
    : integer ('..' INT)?
    ;

slotOp
    : 'input' integer                                                       # inputOp
    | op = ('add' | 'subtract' | 'multiply') NODE ',' NODE                  # binaryOp
    | op = ('negate' | 'relinearize' | 'rescale' | 'relinearizeRescale' | 'hoist') NODE     # unaryOp
    | op = ('addPlain' | 'multiplyPlain') NODE ',' anyVector                # vectorOp
    | op = ('addScalar' | 'multiplyScalar') NODE ',' number                 # scalarOp
    | op = ('multiplyInteger' | 'rotate' | 'adjust') NODE ',' integer       # integerOp
    | 'linearTransform' NODE ',' MATRIX                                     # matrixOp
    | 'sumOfScalarProducts' scalarProduct (',' scalarProduct)* 'at' integer # scalarProductsOp
    | 'sumOfPlainProducts' plainProduct (',' plainProduct)* 'at' integer    # plainProductsOp
    | 'sumOfProducts' product (',' product)*                                # productsOp
    ;

scalarProduct
    : NODE '*' number
    ;

plainProduct
    : NODE '*' anyVector
    ;

product
    : NODE '*' NODE
    ;

slotTail
    : 'outputs' (NODE (',' NODE)*)? 'results' (slotResult (',' slotResult)*)? slotVector* diagonalMatrix*
      publicStep* publicVector*
    ;

/** A constant vector or a public one. */
anyVector
    : VECTOR
    | PUBLIC
    ;

/** Slots of an output ciphertext, or a public number. */
slotResult
    : INT '[' integer ('..' INT)? ']'
    | number
    ;

slotVector
    : VECTOR '=' reals
    ;

diagonalMatrix
    : MATRIX '=' 'diagonals' '{' (diagonal (',' diagonal)*)? '}' 'baby' INT
    ;

diagonal
    : INT ':' reals
    ;

// What is computed of public inputs.

publicStep
    : NUMBER '=' publicOp
    ;

publicOp
    : 'input' INT 'in' interval                             # publicInput
    | 'sum' number (',' number '*' NUMBER)*                 # publicSum
    | '-' '(' NUMBER ')'                                    # publicNegation
    | FUNCTION '(' NUMBER ')'                               # publicFunction
    | NUMBER op = ('+' | '-' | '*' | '/') NUMBER            # publicOperation
    | OPERATOR '(' NUMBER ',' NUMBER ')'                    # publicNamedOperation
    ;

publicVector
    : PUBLIC '=' 'slots' '[' slotNumber (',' slotNumber)* ']' 'magnitude' number
    ;

/** What one slot, or several in a row, hold; an underscore is 0. */
slotNumber
    : (NUMBER | '_') ('*' INT)?
    ;

// Shared.

/** Numbers; {@code x * n} is n times x. */
reals
    : '[' (run (',' run)*)? ']'
    ;

run
    : number ('*' INT)?
    ;

number
    : '-'? literal
    ;

literal
    : INT
    | REAL
    | 'Infinity'
    | 'NaN'
    ;

integer
    : '-'? INT
    ;

location
    : LOCATION
    | '@' STRING STRING STRING integer
    ;

NODE
    : '%' DIGIT+
    ;

VECTOR
    : '#v' DIGIT+
    ;

MATRIX
    : '#m' DIGIT+
    ;

PUBLIC
    : '#p' DIGIT+
    ;

NUMBER
    : '#n' DIGIT+
    ;

FUNCTION
    : 'abs' | 'exp' | 'expm1' | 'log' | 'log1p' | 'sqrt' | 'cbrt' | 'sin' | 'cos' | 'tan' | 'atan' | 'sinh' | 'cosh' | 'tanh' | 'sign' | 'step'
    ;

OPERATOR
    : 'max' | 'min' | 'pow'
    ;

/** {@code @ package.Class.method(File.java:12)}. */
LOCATION
    : '@' ' '* ~[ "()\r\n\t]+ '(' ~["():\r\n]+ ':' DIGIT+ ')'
    ;

STRING
    : '"' (~["\\\r\n] | '\\' ["\\nrt] | '\\u' HEX HEX HEX HEX)* '"'
    ;

REAL
    : DIGIT+ '.' DIGIT+ ([eE] [+-]? DIGIT+)?
    | DIGIT+ [eE] [+-]? DIGIT+
    ;

INT
    : DIGIT+
    ;

SPACE
    : [ \t\r\n]+ -> skip
    ;

COMMENT
    : '//' ~[\r\n]* -> skip
    ;

/** Whatever is no token: reported by the parser, with its place. */
OTHER
    : .
    ;

fragment DIGIT
    : [0-9]
    ;

fragment HEX
    : [0-9a-fA-F]
    ;
