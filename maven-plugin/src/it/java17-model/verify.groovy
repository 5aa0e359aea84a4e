def log = new File(basedir, 'build.log').text
assert log.contains('[INFO] Compiling circuit 1 of 1: CreditModel.risk')
assert log =~ /\[INFO\] CreditModel\.risk: depth \d+, ring degree 2\^\d+, evaluation keys [\d.]+ MB, precision [\d.]+ bits predicted, 12 asked; [\d.]+ s/

def classes = new File(basedir, 'target/classes')
['client.json', 'server.json', 'constants.bin', 'tensor.gbx', 'slot.gbx', 'circuit.gbx'].each {
    assert new File(classes, "META-INF/glovebox/it.CreditModel/risk/$it").length() > 0
}
def major = { new File(classes, it).withDataInputStream { it.readInt(); it.readUnsignedShort(); it.readUnsignedShort() } }
assert major('it/CreditModel$$risk.class') == major('it/CreditModel.class')
assert major('it/CreditModel.class') == 61

def jar = new java.util.jar.JarFile(new File(basedir, 'target/java17-model-1.jar'))
assert jar.getEntry('it/CreditModel$$risk.class') != null
assert jar.getEntry('META-INF/glovebox/it.CreditModel/risk/client.json') != null
jar.close()

def glovebox = new File(basedir, 'target/glovebox')
assert new File(glovebox, 'CreditModel.risk.html').text.contains('Glovebox report')
assert new File(glovebox, 'CreditModel.risk.json').text.contains('"predictedSeconds"')
assert new File(glovebox, 'explore.csv').readLines().size() == 2
assert new File(glovebox, 'explore.html').text.contains('it.CreditModel.risk')
