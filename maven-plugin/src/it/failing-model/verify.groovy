def log = new File(basedir, 'build.log').text.normalize()
def model = new File(basedir, 'src/main/java/it/BranchingModel.java').path
assert log.contains("""\
[ERROR] $model:[15,13] GBC115: one side of a branch on encrypted data throws java.lang.IllegalArgumentException; \
expected branches whose sides both go on. Leave the check out: clients refuse inputs outside the declared ranges. \
Or return a number that means failure.
""")
assert log.contains('A circuit cannot be compiled; the error is above.')
assert !new File(basedir, 'target/classes/META-INF/glovebox').exists()
