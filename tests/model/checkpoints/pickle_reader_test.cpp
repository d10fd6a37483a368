#include "model/checkpoints/pickle_reader.h"

#include <QTest>

#include "pickle_bytes.h"

using namespace molloquy;
using namespace molloquy::checkpoints;
using namespace pickle_bytes;

namespace {

Result<PickleDocument> read(const std::string& bytes, const PickleLimits& limits = {}) {
  return readPickle(std::as_bytes(std::span(bytes)), limits);
}

}  // namespace

class PickleReaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void plainValuesAreRead() {
    const auto list = read(program(
        "](N\x88\x89" + number(-5) + std::string("M\x10\x01", 3) + longNumber(-(1LL << 40)) +
        std::string("G\x3f\xf8\0\0\0\0\0\0", 9) + text("caf\u00e9") + "e"));
    QVERIFY2(list.has_value(), list ? "" : list.error().message.c_str());
    const auto* items = list->as<PickleList>(list->root);
    QVERIFY(items != nullptr);
    QCOMPARE(items->items.size(), std::size_t(8));
    QVERIFY(list->as<std::monostate>(items->items[0]) != nullptr);
    QCOMPARE(*list->as<bool>(items->items[1]), true);
    QCOMPARE(*list->as<std::int64_t>(items->items[3]), std::int64_t(-5));
    QCOMPARE(*list->as<std::int64_t>(items->items[4]), std::int64_t(272));
    QCOMPARE(*list->as<std::int64_t>(items->items[5]), -(std::int64_t(1) << 40));
    QCOMPARE(*list->as<double>(items->items[6]), 1.5);
    QCOMPARE(*list->as<std::string>(items->items[7]), std::string("caf\u00e9"));
  }

  void tensorsAreRecordedNotMade() {
    const auto document = read(program(
        tensor(storage("HalfStorage", "7", 12), 2, number(2) + number(3), number(3) + number(1))));
    QVERIFY2(document.has_value(), document ? "" : document.error().message.c_str());
    const auto* view = document->as<PickleTensor>(document->root);
    QVERIFY(view != nullptr);
    QCOMPARE(int(view->type), int(TensorType::F16));
    QCOMPARE(view->offset, std::int64_t(2));
    QCOMPARE(view->shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(document->as<PickleStorage>(view->storage)->key, std::string("7"));
  }

  void aCircleIsHarmless() {
    const auto document =
        read(program("]q\x01h\x01"
                     "a"));
    QVERIFY(document.has_value());
    QCOMPARE(document->as<PickleList>(document->root)->items.front(), document->root);
  }

  void deepNestingCostsNothing() {
    std::string nested = "N";
    for (int i = 0; i < 100000; ++i) nested += "\x85";
    QVERIFY(read(program(nested)).has_value());
  }

  void whatIsNotPlainDataIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& instructions, const char* reason) {
      QTest::addRow("%s", name) << QByteArray::fromStdString(program(instructions)) << reason;
    };
    row("a shell command", global("os", "system") + tuple(text("true")) + "R",
        "it asks to run os.system");
    row("a shell command by its real name", global("posix", "system") + tuple(text("true")) + "R",
        "it asks to run posix.system");
    row("a command named on the stack", text("subprocess") + text("Popen") + "\x93",
        "it asks to run subprocess.Popen");
    row("an allowed name made of pieces", text("builtins") + text("eval") + "\x93",
        "it asks to run builtins.eval");
    row("the older spelling", global("__builtin__", "eval"), "it asks to run __builtin__.eval");
    row("a nested pickle", global("torch.storage", "_load_from_bytes"),
        "it asks to run torch.storage._load_from_bytes");
    row("a whole module", global("torch.nn.modules.linear", "Linear"),
        "it asks to run torch.nn.modules.linear.Linear");
    row("a name with a line break", text("os\n") + text("system") + "\x93",
        "it asks to run a name that is not text");
    row("a very long name", global("a", std::string(500, 'b')), "bbb..., which is not plain data");
    row("an instance by instruction", "(ios\nsystem\n", "the instruction 0x69");
    row("an object by instruction", "(o", "the instruction 0x6f");
    row("an extension number", "\x82\x01", "the instruction 0x82");
    row("a buffer outside", "\x97", "the instruction 0x97");
    row("an unknown instruction", std::string(1, '\xff'), "the instruction 0xff");
    row("a number type of its own", global("torch", "ComplexFloatStorage"),
        "numbers of the kind torch.ComplexFloatStorage");
    row("a call of a number type", global("torch", "FloatStorage") + ")R",
        "which is not a function");
    row("a call of a number", number(1) + ")R", "calls something that is not a class");
    row("a call without arguments", global("collections", "OrderedDict") + "NR",
        "calls something that is not a class");
    row("a dictionary of a number", global("collections", "OrderedDict") + number(1) + "\x85R",
        "a dictionary of something that is not a list");
    row("a dictionary of single values",
        global("collections", "OrderedDict") + "]" + number(1) + "a\x85R", "that is not pairs");
    row("a set of a text", global("builtins", "set") + text("ab") + "\x85R",
        "a list of something that is not one");
    row("bytes of a number", global("_codecs", "encode") + number(1) + "\x85R",
        "bytes of something that is neither");
    row("a tensor of nothing", global("torch._utils", "_rebuild_tensor_v2") + ")R",
        "a tensor with too few values");
    row("a tensor without storage", tensor("N", 0, number(1), number(1)),
        "a tensor without storage, offset, shape or strides");
    row("a tensor with a shape of texts",
        tensor(storage("FloatStorage", "0", 1), 0, text("1"), number(1)),
        "a tensor without storage, offset, shape or strides");
    row("a parameter of a text", global("torch._utils", "_rebuild_parameter") + text("a") + "\x85R",
        "a parameter of something else");
    row("an outside value that is a text", text("a") + "Q", "an unknown outside value");
    row("a storage of a negative size", storage("FloatStorage", "0", -1),
        "an outside value that is not a storage");
    row("an outside value of another kind",
        tuple(text("module") + global("torch", "FloatStorage") + text("0") + text("cpu") +
              number(1)) +
            "Q",
        "an outside value that is not a storage");
    row("state for a number", number(1) + "Nb", "gives state to something that has none");
    row("an item of a text", text("a") + number(1) + "a", "appends to something");
    row("a key without a value", "}(" + number(1) + "u", "sets items of something");
    row("a key of a list", "]" + number(1) + number(1) + "s", "sets items of something");
    row("a value that was never kept", "h\x05", "a value 5 that it never kept");
    row("the end of a list without its beginning", "e", "ends a list that it never began");
    row("a value taken from an empty stack", "\x85", "takes a value where there is none");
    row("a value taken from before the mark", "N(0\x85q\x01(a",
        "takes a value where there is none");
  }
  void whatIsNotPlainDataIsRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const auto document = read(bytes.toStdString());
    QVERIFY(!document.has_value());
    QVERIFY2(document.error().message.find(reason.toStdString()) != std::string::npos,
             document.error().message.c_str());
  }

  void aProgramThatEndsEarlyIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    const std::string whole =
        program(dict("a", tensor(storage("FloatStorage", "0", 4), 0, number(4), number(1))));
    for (std::size_t length = 0; length < whole.size(); ++length) {
      QTest::addRow("after %d bytes", int(length))
          << QByteArray::fromStdString(whole.substr(0, length));
    }
  }
  void aProgramThatEndsEarlyIsRefused() {
    QFETCH(QByteArray, bytes);
    QVERIFY(!read(bytes.toStdString()).has_value());
  }

  void memoryIsBounded_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& instructions, const char* reason) {
      QTest::addRow("%s", name) << QByteArray::fromStdString(program(instructions)) << reason;
    };
    row("more values than allowed", std::string(2000, 'N'), "more than 1000 values");
    std::string kept = "N";
    for (int i = 0; i < 2000; ++i) kept += "r" + number(i).substr(1);
    row("more kept values than allowed", kept, "keeps more than 1000 values");
    row("more open lists than allowed", std::string(2000, '('), "nests more than 1000 lists");
    row("more bytes than allowed", text(std::string(2'000'000, 'a')), "bytes, more than");
    row("a text longer than the file", "X\xff\xff\xff\x7f", "is cut off");
    row("a text of 2^63 bytes", "\x8d\xff\xff\xff\xff\xff\xff\xff\x7f", "is cut off");
    row("other versions", "\x80\x09", "version 9 of the pickle protocol");
  }
  void memoryIsBounded() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, reason);
    const auto document = read(bytes.toStdString(), {std::size_t{1'000'000}, 1000, 1000});
    QVERIFY(!document.has_value());
    QVERIFY2(document.error().message.find(reason.toStdString()) != std::string::npos,
             document.error().message.c_str());
  }

  void copiesOfOneLargeListAreRefused() {
    // a list of 200,000 items, kept once and turned into a set again and again
    std::string program = "\x80\x02](" + std::string(200'000, 'N') + "e\x85q\x01";
    program += "0" + global("builtins", "set") + "q\x02";
    for (int i = 0; i < 2000; ++i) program += "h\x02h\x01R";
    const auto document = read(program + ".");
    QVERIFY(!document.has_value());
    QVERIFY(document.error().message.find("more values than any checkpoint needs") !=
            std::string::npos);
  }
};

QTEST_APPLESS_MAIN(PickleReaderTest)
#include "pickle_reader_test.moc"
