def log = new File(basedir, 'build.log').text
def compilations = log.findAll('Compiling circuit 1 of 1: LinearModel.score')
assert compilations.size() == 2 : 'the first build and the one with other weights'
assert log.findAll('Circuits are up to date: 1').size() == 1
assert log.findAll('Removed the circuit of it.LinearModel.score: its model is gone').size() == 1
assert log.indexOf('Compiling circuit') < log.indexOf('Circuits are up to date')
assert log.indexOf('Circuits are up to date') < log.lastIndexOf('Compiling circuit')
assert log.lastIndexOf('Compiling circuit') < log.indexOf('Removed the circuit')

def classes = new File(basedir, 'target/classes')
assert !new File(classes, 'META-INF/glovebox').exists()
assert !new File(classes, 'it/LinearModel$$score.class').exists()
assert new File(classes, 'it/Plain.class').exists()
