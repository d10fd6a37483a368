// Long work of the model manager, with the real workers on one thread: smaller copies, checksums,
// assembling.
#include "tests/app/models_desk.h"

using namespace molloquy;
using namespace molloquy::app;

class ModelJobsControllerTest : public QObject, private DeskHome {
  Q_OBJECT

 private Q_SLOTS:
  void init() { makeHome(); }

  void aSmallerCopyAppearsInTheList() {
    Desk desk;
    desk.models.refresh();
    desk.models.select(m_starter);
    QVERIFY(desk.models.detail().whyNoQuantize.isEmpty());
    const fs::path copy = home() / "models" / "starter-int8";
    QSignalSpy jobs(&desk.models, &ModelsController::jobChanged);
    desk.models.quantize(widgets::ModelChoices::Precision::Int8, copy);
    QVERIFY(jobs.count() > 1);
    QVERIFY(!desk.models.job());
    QCOMPARE(desk.models.selected(), copy);
    QVERIFY2(desk.models.notice().sentence.contains("instead of"),
             qPrintable(desk.models.notice().sentence));
    QVERIFY(!desk.models.detail().whyNoQuantize.isEmpty());
  }

  void workIsCancelledInWords() {
    Desk desk;
    desk.models.refresh();
    desk.models.select(m_starter);
    connect(&desk.jobs, &ModelJobsController::jobChanged, this, [&] { desk.models.cancel(); });
    const fs::path copy = home() / "models" / "starter-int4";
    desk.models.quantize(widgets::ModelChoices::Precision::Int4, copy);
    QCOMPARE(desk.models.notice().kind, widgets::ModelNotice::Kind::Notice);
    QVERIFY2(desk.models.notice().sentence.contains("stopped"),
             qPrintable(desk.models.notice().sentence));
    QVERIFY(!desk.jobs.isRunning());
    QVERIFY(!fs::exists(copy / "config.json"));
  }

  void theChecksumIsTold() {
    Desk desk;
    desk.models.refresh();
    desk.models.select(m_starter);
    desk.models.computeChecksum();
    QVERIFY2(desk.models.notice().sentence.startsWith("SHA-256: model.safetensors "),
             qPrintable(desk.models.notice().sentence));
  }

  void choicesOfTheAssemblyAreLookedAt_data() {
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("good");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, AssembleField field, const char* path, bool good,
                        const char* word) {
      QTest::newRow(name) << static_cast<int>(field) << QString(path) << good << QString(word);
    };
    row("a file that is missing", AssembleField::UniMol, "/nowhere/a.pt", false, "/nowhere/a.pt");
    row("a file in place of a folder", AssembleField::LanguageModel, "/etc/hostname", false,
        "no folder");
    row("a vocabulary that is missing", AssembleField::Vocabulary, "/nowhere/vocab.txt", false,
        "SciBERT");
    row("a text that is no vocabulary", AssembleField::Vocabulary, "/etc/hostname", false, "[CLS]");
    row("a new folder", AssembleField::Output, "/tmp/molloquy-new-folder", true, "free there");
    row("a file as new folder", AssembleField::Output, "/etc/hostname", false, "no folder");
  }
  void choicesOfTheAssemblyAreLookedAt() {
    QFETCH(int, field);
    QFETCH(QString, path);
    Desk desk;
    QSignalSpy checks(&desk.jobs, &ModelJobsController::pathChecked);
    desk.jobs.check(static_cast<AssembleField>(field), path.toStdString());
    QCOMPARE(checks.count(), 1);
    QCOMPARE(checks.first().at(1).toString(), path);
    QTEST(checks.first().at(2).toBool(), "good");
    QFETCH(QString, word);
    QVERIFY2(checks.first().at(3).toString().contains(word),
             qPrintable(checks.first().at(3).toString()));
  }

  void aFolderThatHoldsAModelIsNoOutput() {
    Desk desk;
    QSignalSpy checks(&desk.jobs, &ModelJobsController::pathChecked);
    desk.jobs.check(AssembleField::Output, m_starter);
    QVERIFY(!checks.first().at(2).toBool());
  }

  void aFailedAssemblyCanBeTriedAgain() {
    Desk desk;
    desk.models.refresh();
    QSignalSpy again(&desk.models, &ModelsController::assembleAgainRequested);
    widgets::AssembleChoices choices;
    choices.uniMol = "/nowhere/a.pt";
    choices.languageModel = "/nowhere";
    choices.checkpoint = "/nowhere/b.ckpt";
    choices.output = QString::fromStdString((home() / "new").string());
    desk.jobs.assemble(choices);
    QCOMPARE(desk.models.notice().kind, widgets::ModelNotice::Kind::Failure);
    QVERIFY(desk.models.notice().sentence.contains("/nowhere"));
    desk.models.followNotice();
    QCOMPARE(again.count(), 1);
    QCOMPARE(desk.jobs.lastAssembly().uniMol, choices.uniMol);
  }
};

QTEST_GUILESS_MAIN(ModelJobsControllerTest)
#include "model_jobs_controller_test.moc"
