def log = new File(basedir, 'build.log').text.normalize()
def model = new File(basedir, 'src/main/java/it/BranchingModel.java').path
assert log.contains("""\
[ERROR] $model:[14,9] GBC101: a branch depends on encrypted data; expected a condition on public data. \
Write the choice with Math.max, Math.min or Math.abs, or as a smooth function such as 1 / (1 + Math.exp(-k * x)).
    at it.BranchingModel.surcharge(BranchingModel.java:14)
    at it.BranchingModel.premium(BranchingModel.java:10)
""")
assert log.contains('A circuit cannot be compiled; the error is above.')
assert !new File(basedir, 'target/classes/META-INF/glovebox').exists()
