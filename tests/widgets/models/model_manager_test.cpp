#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QUrl>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/banner.h"
#include "widgets/models/memory_bar.h"
#include "widgets/models/model_detail_pane.h"
#include "widgets/models/model_list_model.h"
#include "widgets/models/model_manager.h"
#include "widgets/theme/fonts.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

namespace {

constexpr quint64 kGibibyte = 1ULL << 30;

std::vector<ModelRow> rows() {
  return {{"/models/starter", "molloquy-starter", "3D-MoLM · 3.1 M · BF16 · 6 MiB",
           ModelRowState::Loaded},
          {"/models/3d-molm", "3d-molm-generalist", "3D-MoLM · 6.94 B · BF16 · 13.2 GiB",
           ModelRowState::NotLoaded},
          {"/models/3d-molm-int4", "3d-molm-generalist", "3D-MoLM · 6.94 B · int4 · 3.9 GiB",
           ModelRowState::Loading},
          {"/models/half", "tinyllama-half-downloaded", "/models/half", ModelRowState::Broken},
          {"/models/long",
           "a-language-model-with-a-name-that-is-much-too-long-for-the-list-v0.3-instruct",
           "Mistral · 7.25 B · BF16 · 13.5 GiB", ModelRowState::NotLoaded}};
}

ModelDetail detail() {
  ModelDetail made;
  made.folder = "/models/3d-molm";
  made.name = "3d-molm-generalist";
  made.state = "Not loaded";
  made.facts = {{"Family", "3D-MoLM"},   {"Parameters", "6.94 B"},   {"  3D encoder", "47.6 M"},
                {"  Q-Former", "124 M"}, {"  projection", "3.2 M"},  {"  language model", "6.77 B"},
                {"Numbers", "BF16"},     {"Context", "2048 tokens"}, {"Place", "/models/3d-molm"}};
  made.card =
      "# 3d-molm-generalist\n\nAnswers questions about **structures**.\n\n"
      "![picture](https://example.org/picture.png)\n\n- one\n- two\n";
  made.contextLimit = 2048;
  made.whyNoEject = "This model is not loaded.";
  return made;
}

ModelMemory memory(quint64 needed) {
  return {needed, 9 * kGibibyte, 16 * kGibibyte,
          "In bf16: weights 3.4 GiB, prompt cache 1.0 GiB, 3D part 666 MiB, work 160 MiB"};
}

/// A manager on the screen with its rows, the second one chosen.
void open(ModelManager& manager) {
  manager.setRows(rows());
  manager.select("/models/3d-molm");
  manager.detail().setDetail(detail());
  manager.detail().setMemory(memory(5 * kGibibyte));
  manager.show();
  manager.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&manager));
}

}  // namespace

class ModelManagerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }
  void cleanup() { theme::setTextScale(1.0); }

  void arrowsChooseAndEnterLoads() {
    ModelManager manager;
    open(manager);
    QSignalSpy selected(&manager, &ModelManager::modelSelected);
    QSignalSpy activated(&manager, &ModelManager::modelActivated);
    manager.list().setFocus();
    QTest::keyClick(&manager.list(), Qt::Key_Down);
    QCOMPARE(selected.last().first().toString(), QString("/models/3d-molm-int4"));
    QTest::keyClick(&manager.list(), Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
    QCOMPARE(activated.first().first().toString(), QString("/models/3d-molm-int4"));
    QVERIFY(manager.isVisible());
  }

  void aClickOnlyChooses() {
    ModelManager manager;
    open(manager);
    QSignalSpy activated(&manager, &ModelManager::modelActivated);
    const QRect first = manager.list().visualRect(manager.list().model()->index(0, 0));
    QTest::mouseClick(manager.list().viewport(), Qt::LeftButton, Qt::NoModifier, first.center());
    QCOMPARE(manager.selectedFolder(), QString("/models/starter"));
    QCOMPARE(activated.count(), 0);
    QTest::mouseDClick(manager.list().viewport(), Qt::LeftButton, Qt::NoModifier, first.center());
    QCOMPARE(activated.count(), 1);
  }

  void changedRowsKeepTheChoice() {
    ModelManager manager;
    open(manager);
    auto changed = rows();
    changed[1].state = ModelRowState::Loaded;
    manager.setRows(changed);
    QCOMPARE(manager.selectedFolder(), QString("/models/3d-molm"));
    changed.erase(changed.begin());
    manager.setRows(changed);
    QCOMPARE(manager.selectedFolder(), QString("/models/3d-molm"));
    changed.erase(changed.begin());
    manager.setRows(changed);
    QVERIFY(manager.selectedFolder().isEmpty());
    manager.setRows({});
    QVERIFY(manager.selectedFolder().isEmpty());
  }

  void rowsTellTheirStateToScreenReaders_data() {
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("word");
    QTest::newRow("a loaded model") << 0 << "Loaded";
    QTest::newRow("one that is not") << 1 << "Not loaded";
    QTest::newRow("one that is being loaded") << 2 << "Loading";
    QTest::newRow("a broken one") << 3 << "Cannot be opened";
  }
  void rowsTellTheirStateToScreenReaders() {
    QFETCH(int, row);
    QFETCH(QString, word);
    ModelListModel model;
    model.setRows(rows());
    QVERIFY(model.index(row).data(Qt::AccessibleTextRole).toString().contains(word));
  }

  void buttonsSayWhyTheyAreOff() {
    ModelManager manager;
    open(manager);
    ModelDetailPane& pane = manager.detail();
    QVERIFY(pane.loadButton().isEnabled());
    QVERIFY(!pane.ejectButton().isEnabled());
    QCOMPARE(pane.ejectButton().toolTip(), QString("This model is not loaded."));
    ModelDetail loaded = detail();
    loaded.whyNoEject.clear();
    loaded.reload = true;
    loaded.whyNoQuantize = "It is stored in few bits already.";
    loaded.whyNoRemove = "Eject it first.";
    pane.setDetail(loaded);
    QVERIFY(pane.ejectButton().isEnabled());
    QCOMPARE(pane.loadButton().text(), QString("Load again"));
    QVERIFY(!pane.quantizeButton().isEnabled());
    QVERIFY(!pane.removeAction().isEnabled());
    pane.setDetail({});
    QVERIFY(!pane.loadButton().isEnabled());
    QCOMPARE(pane.loadButton().toolTip(), QString("Choose a model first."));
  }

  void buttonsAskForTheirWork() {
    ModelManager manager;
    open(manager);
    ModelDetailPane& pane = manager.detail();
    ModelChoices choices;
    choices.precision = ModelChoices::Precision::Int4;
    choices.threads = 1;
    pane.setChoices(choices);
    QSignalSpy loads(&pane, &ModelDetailPane::loadRequested);
    QTest::mouseClick(&pane.loadButton(), Qt::LeftButton);
    QCOMPARE(loads.count(), 1);
    QCOMPARE(loads.first().first().value<ModelChoices>(), choices);
    QSignalSpy quantize(&pane, &ModelDetailPane::quantizeRequested);
    QTest::mouseClick(&pane.quantizeButton(), Qt::LeftButton);
    QCOMPARE(quantize.count(), 1);
    QSignalSpy removed(&pane, &ModelDetailPane::removeRequested);
    pane.removeAction().trigger();
    QCOMPARE(removed.count(), 1);
  }

  void choicesAreToldOnlyWhenAPersonChangesThem() {
    ModelManager manager;
    open(manager);
    QSignalSpy changes(&manager.detail(), &ModelDetailPane::choicesChanged);
    ModelChoices choices;
    choices.contextLength = 4096;
    manager.detail().setChoices(choices);
    QCOMPARE(changes.count(), 0);
    QCOMPARE(manager.detail().choices().contextLength, 2048);  // the model reads no more
  }

  void memoryIsToldInWords_data() {
    QTest::addColumn<quint64>("needed");
    QTest::addColumn<quint64>("available");
    QTest::addColumn<QString>("sentence");
    const quint64 mebibyte = 1ULL << 20;
    QTest::newRow("it fits") << 4 * kGibibyte << 9 * kGibibyte << "Needs 4.0 GiB of 9.0 GiB free";
    QTest::newRow("it does not fit")
        << 14 * kGibibyte << 9 * kGibibyte << "Needs 14.0 GiB, only 9.0 GiB are free";
    QTest::newRow("a small one") << 170 * mebibyte << 9 * kGibibyte
                                 << "Needs 170 MiB of 9.0 GiB free";
    QTest::newRow("what is free is not known") << kGibibyte << quint64{0} << "Needs 1.0 GiB";
    QTest::newRow("nothing is known")
        << quint64{0} << kGibibyte << "How much memory it needs is not known";
  }
  void memoryIsToldInWords() {
    QFETCH(quint64, needed);
    QFETCH(quint64, available);
    MemoryBar bar;
    bar.setMemory({needed, available, 16 * kGibibyte, {}});
    QTEST(bar.sentence(), "sentence");
    QCOMPARE(bar.accessibleName(), bar.sentence());
  }

  void aNoticeHasItsAction() {
    ModelManager manager;
    open(manager);
    QSignalSpy followed(&manager.detail(), &ModelDetailPane::noticeActionTriggered);
    manager.detail().setNotice({ModelNotice::Kind::Warning, "An answer is being written.", "Stop"});
    QVERIFY(manager.detail().banner().isVisible());
    QTest::mouseClick(manager.detail().banner().findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(followed.count(), 1);
    manager.detail().setNotice({});
    QVERIFY(!manager.detail().banner().isVisible());
  }

  void longWorkIsShownAndCancelled() {
    ModelManager manager;
    open(manager);
    QVERIFY(!manager.cancelButton().isVisible());
    manager.setJob(ModelJob{"Loading 3d-molm", 0.4});
    QVERIFY(manager.cancelButton().isVisible());
    QSignalSpy cancelled(&manager, &ModelManager::cancelRequested);
    QTest::mouseClick(&manager.cancelButton(), Qt::LeftButton);
    QCOMPARE(cancelled.count(), 1);
    manager.setJob(std::nullopt);
    QVERIFY(!manager.cancelButton().isVisible());
  }

  void foldersAreDropped() {
    ModelManager manager;
    open(manager);
    const QTemporaryDir folder;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folder.path()), QUrl("https://example.org/model")});
    QSignalSpy dropped(&manager, &ModelManager::foldersDropped);
    QDragEnterEvent entered(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&manager, &entered);
    QVERIFY(entered.isAccepted());
    QDropEvent event(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&manager, &event);
    QCOMPARE(dropped.count(), 1);
    QCOMPARE(dropped.first().first().toStringList(), QStringList{folder.path()});
  }

  void everyControlHasAName() {
    ModelManager manager;
    open(manager);
    for (const QWidget* widget : manager.findChildren<QWidget*>()) {
      if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
      const auto* button = qobject_cast<const QAbstractButton*>(widget);
      const bool named =
          !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
      const bool inside = widget->parentWidget()->focusProxy() == widget ||
                          qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()) ||
                          widget->parentWidget()->inherits("QAbstractSpinBox");
      QVERIFY2(named || inside, widget->metaObject()->className());
    }
  }

  void looks_data() { molloquy::test::schemeRows(); }
  void looks() {
    QFETCH(int, scheme);
    useScheme(static_cast<theme::Scheme>(scheme));
    {
      ModelManager manager;
      open(manager);
      keepPicture(manager, "models");
      manager.detail().setMemory(memory(14 * kGibibyte));
      manager.detail().setNotice(
          {ModelNotice::Kind::Failure,
           "The model 3d-molm-generalist needs 14.0 GiB in bf16, 9.0 GiB are "
           "free; choose int8 (7.9 GiB). molloquy-starter is still loaded.",
           "Load it again"});
      manager.setJob(
          ModelJob{"Assembling /home/ada/.local/share/molloquy/models/3d-molm: checking "
                   "pytorch_model-00001-of-00002.bin",
                   0.37});
      keepPicture(manager, "models-failed");
      manager.resize(manager.minimumSize());
      keepPicture(manager, "models-small");
      manager.setRows({});
      manager.detail().setNotice({});
      manager.detail().setDetail({});
      manager.setJob(std::nullopt);
      QCoreApplication::processEvents();
      keepPicture(manager, "models-empty");
    }
    theme::setTextScale(2.0);
    ModelManager large;
    open(large);
    keepPicture(large, "models-text-200");
  }
};

QTEST_MAIN(ModelManagerTest)
#include "model_manager_test.moc"
