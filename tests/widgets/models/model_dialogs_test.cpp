#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/models/assemble_dialog.h"
#include "widgets/models/local_text_view.h"
#include "widgets/models/path_field.h"
#include "widgets/models/quantize_dialog.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

namespace {

/// Fills a field in as if it had been looked at and found good.
void accept(AssembleDialog& dialog, AssemblePath field, const QString& path) {
  dialog.field(field).setPath(path);
  dialog.setVerdict(field, path, true, "Found.");
}

void fillIn(AssembleDialog& dialog) {
  accept(dialog, AssemblePath::UniMol, "/data/mol_pre_no_h_220816.pt");
  accept(dialog, AssemblePath::LanguageModel, "/data/llama-2-7b-hf");
  accept(dialog, AssemblePath::Checkpoint, "/data/generalist.ckpt");
  accept(dialog, AssemblePath::Output, "/models/3d-molm");
}

}  // namespace

class ModelDialogsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useScheme(theme::Scheme::Light); }

  void aPathIsLookedAtOnceItSettles() {
    AssembleDialog dialog;
    dialog.show();
    QSignalSpy checks(&dialog, &AssembleDialog::checkRequested);
    QLineEdit& edit = dialog.field(AssemblePath::UniMol).edit();
    edit.setFocus();
    QTest::keyClicks(&edit, "/data/a.pt");
    QTRY_COMPARE(checks.count(), 1);
    QCOMPARE(checks.first().at(0).value<AssemblePath>(), AssemblePath::UniMol);
    QCOMPARE(checks.first().at(1).toString(), QString("/data/a.pt"));
  }

  void aVerdictAboutAnOlderPathIsDropped() {
    AssembleDialog dialog;
    PathField& field = dialog.field(AssemblePath::Checkpoint);
    field.setPath("/data/new.ckpt");
    dialog.setVerdict(AssemblePath::Checkpoint, "/data/old.ckpt", true, "Found.");
    QVERIFY(!field.isGood());
    dialog.setVerdict(AssemblePath::Checkpoint, "/data/new.ckpt", true, "Found.");
    QVERIFY(field.isGood());
    QCOMPARE(field.sentence(), QString("Found."));
    field.setPath("/data/newer.ckpt");
    QVERIFY(!field.isGood());
  }

  void theButtonSaysWhatIsMissing() {
    AssembleDialog dialog;
    QPushButton& button = dialog.assembleButton();
    QCOMPARE(button.toolTip(), QString("Uni-Mol is missing."));
    fillIn(dialog);
    QVERIFY2(button.isEnabled(), qPrintable(button.toolTip()));
    accept(dialog, AssemblePath::Stage1, "/data/stage1.ckpt");
    QVERIFY(!button.isEnabled());
    QCOMPARE(button.toolTip(), QString("Stage 1 needs its vocabulary."));
    accept(dialog, AssemblePath::Vocabulary, "/data/vocab.txt");
    QVERIFY(button.isEnabled());
    dialog.setVerdict(AssemblePath::Checkpoint, "/data/generalist.ckpt", false, "It is truncated.");
    QCOMPARE(button.toolTip(), QString("Checkpoint cannot be used yet."));
  }

  void assemblingTellsTheChoicesAndCloses() {
    AssembleDialog dialog;
    fillIn(dialog);
    dialog.show();
    QSignalSpy asked(&dialog, &AssembleDialog::assembleRequested);
    QTest::mouseClick(&dialog.assembleButton(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    const auto choices = asked.first().first().value<AssembleChoices>();
    QCOMPARE(choices.languageModel, QString("/data/llama-2-7b-hf"));
    QCOMPARE(choices.output, QString("/models/3d-molm"));
    QVERIFY(choices.stage1.isEmpty());
    QVERIFY(!dialog.isVisible());
    AssembleDialog again;
    again.setChoices(choices);
    QCOMPARE(again.choices().checkpoint, choices.checkpoint);
  }

  void theSmallerCopyIsProposedBesideTheModel() {
    QuantizeDialog dialog("starter", "/models/starter");
    QSignalSpy asked(&dialog, &QuantizeDialog::quantizeRequested);
    QCOMPARE(dialog.output().path(), QString("/models/starter-int8"));
    QVERIFY(!dialog.startButton().isEnabled());
    auto* type = dialog.findChild<SegmentedControl*>();
    dialog.show();
    for (QAbstractButton* button : type->findChildren<QAbstractButton*>()) {
      if (button->text() == "int4") button->click();
    }
    QCOMPARE(dialog.output().path(), QString("/models/starter-int4"));
    dialog.setVerdict("/models/starter-int4", true, "20 GiB free there.");
    QTest::mouseClick(&dialog.startButton(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked.first().at(0).value<ModelChoices::Precision>(), ModelChoices::Precision::Int4);
  }

  void aCardLoadsNothing() {
    LocalTextView view;
    view.showMarkdown("![x](file:///etc/hostname)\n\n<script>bad</script> words");
    QVERIFY(view.toPlainText().contains("words"));
    const QVariant picture =
        view.document()->resource(QTextDocument::ImageResource, QUrl("file:///etc/hostname"));
    QCOMPARE(picture.value<QImage>().size(), QSize(1, 1));
    const QVariant sheet =
        view.document()->resource(QTextDocument::StyleSheetResource, QUrl("file:///etc/hostname"));
    QVERIFY(sheet.toByteArray().trimmed().isEmpty());
  }

  void looks_data() { molloquy::test::schemeRows(); }
  void looks() {
    QFETCH(int, scheme);
    useScheme(static_cast<theme::Scheme>(scheme));
    AssembleDialog dialog;
    accept(dialog, AssemblePath::UniMol, "/data/mol_pre_no_h_220816.pt");
    dialog.setVerdict(AssemblePath::UniMol, "/data/mol_pre_no_h_220816.pt", true,
                      "Uni-Mol encoder, 15 layers, width 512.");
    dialog.field(AssemblePath::Checkpoint).setPath("/home/ada/downloads/3d-molm/stage1-ft.ckpt");
    dialog.setVerdict(AssemblePath::Checkpoint, "/home/ada/downloads/3d-molm/stage1-ft.ckpt", false,
                      "stage1-ft.ckpt holds a 3D-MoLM stage 1 checkpoint; a 3D-MoLM stage 2 or 3 "
                      "checkpoint belongs here.");
    dialog.show();
    keepPicture(dialog, "assemble");
    QuantizeDialog quantize("molloquy-starter", "/home/ada/.local/share/molloquy/models/starter");
    quantize.show();
    keepPicture(quantize, "quantize");
  }
};

QTEST_MAIN(ModelDialogsTest)
#include "model_dialogs_test.moc"
