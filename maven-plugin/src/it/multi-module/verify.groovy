def log = new File(basedir, 'build.log').text
assert log.findAll('Compiling circuit 1 of 1: ScaledModel.scaled').size() == 2
assert log.findAll('Compiling circuit 1 of 1: TestModel.shifted').size() == 2
assert new File(basedir, 'model/target/classes/it/model/ScaledModel$$scaled.class').exists()
assert new File(basedir, 'app/target/test-classes/it/app/TestModel$$shifted.class').exists()
assert !new File(basedir, 'app/target/classes/META-INF/glovebox').exists()

def sources = new groovy.json.JsonSlurper().parse(
        new File(basedir, 'app/target/test-classes/META-INF/glovebox/it.app.TestModel/shifted/server.json')).sources
assert sources.keySet().containsAll(['it/app/TestModel.class', 'it/model/ScaledModel.class', 'it/lib/Scale.class'])
