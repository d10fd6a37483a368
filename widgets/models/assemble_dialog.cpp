#include "widgets/models/assemble_dialog.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/models/path_field.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

struct FieldWords {
  AssemblePath path;
  PathField::Kind kind;
  const char* label;
  const char* hint;
  bool needed;
};

constexpr std::array<FieldWords, AssembleDialog::kPaths> kFields{{
    {AssemblePath::UniMol, PathField::Kind::File, "Uni-Mol", "mol_pre_no_h_220816.pt", true},
    {AssemblePath::LanguageModel, PathField::Kind::Folder, "Language model",
     "The folder llama-2-7b-hf, with weights and tokenizer.model", true},
    {AssemblePath::Checkpoint, PathField::Kind::File, "Checkpoint",
     "generalist.ckpt or another checkpoint of stage 2 or 3", true},
    {AssemblePath::Stage1, PathField::Kind::File, "Stage 1",
     "Optional: stage1.ckpt, for comparing texts with structures", false},
    {AssemblePath::Vocabulary, PathField::Kind::File, "Vocabulary",
     "With stage 1: vocab.txt of SciBERT", false},
    {AssemblePath::Output, PathField::Kind::NewFolder, "New folder",
     "Where the model goes; it is made if it is not there", true},
}};

const FieldWords& wordsOf(AssemblePath path) { return kFields[static_cast<std::size_t>(path)]; }

}  // namespace

AssembleDialog::AssembleDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("Assemble 3D-MoLM"));
  auto* layout = new QVBoxLayout(this);
  const int side = theme::scaled(20);
  layout->setContentsMargins(side, theme::scaled(16), side, theme::scaled(16));
  layout->setSpacing(theme::scaled(12));
  auto* lead = new theme::ThemedLabel(
      theme::TextRole::Control, theme::Ink::Text2,
      tr("Makes one model folder of the published files. Nothing is downloaded; the files stay as "
         "they are."),
      this);
  lead->setWordWrap(true);
  layout->addWidget(lead);
  for (const FieldWords& words : kFields) {
    auto* field =
        new PathField(words.kind, tr(words.label), tr(words.hint),
                      tr("Checkpoints (*.pt *.ckpt *.bin *.safetensors *.txt);;All (*)"), this);
    m_fields[static_cast<std::size_t>(words.path)] = field;
    connect(field, &PathField::pathChanged, this, [this, path = words.path](const QString& text) {
      if (!text.isEmpty()) Q_EMIT checkRequested(path, text);
      updateButton();
    });
    connect(&field->edit(), &QLineEdit::textChanged, this, &AssembleDialog::updateButton);
    layout->addWidget(field);
  }
  m_name = new QLineEdit(this);
  auto* nameRow = new QHBoxLayout;
  nameRow->setSpacing(theme::scaled(8));
  auto* nameLabel =
      new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text, tr("Name"), this);
  nameLabel->setFixedWidth(theme::scaled(132));
  nameLabel->setBuddy(m_name);
  m_name->setAccessibleName(tr("Name"));
  m_name->setPlaceholderText(tr("The folder's name"));
  nameRow->addWidget(nameLabel);
  nameRow->addWidget(m_name, 1);
  layout->addLayout(nameRow);
  layout->addStretch();

  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  auto* cancel = new QPushButton(tr("Cancel"), this);
  m_assemble = new QPushButton(tr("Assemble"), this);
  theme::setButtonRole(*m_assemble, theme::ButtonRole::Primary);
  m_assemble->setDefault(true);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_assemble, &QPushButton::clicked, this, [this] {
    Q_EMIT assembleRequested(choices());
    accept();
  });
  buttons->addWidget(cancel);
  buttons->addWidget(m_assemble);
  layout->addLayout(buttons);
  const int width = theme::scaled(640);
  resize(width, layout->totalHeightForWidth(width));
  updateButton();
}

PathField& AssembleDialog::field(AssemblePath field) {
  return *m_fields[static_cast<std::size_t>(field)];
}

void AssembleDialog::setChoices(const AssembleChoices& choices) {
  field(AssemblePath::UniMol).setPath(choices.uniMol);
  field(AssemblePath::LanguageModel).setPath(choices.languageModel);
  field(AssemblePath::Checkpoint).setPath(choices.checkpoint);
  field(AssemblePath::Stage1).setPath(choices.stage1);
  field(AssemblePath::Vocabulary).setPath(choices.vocabulary);
  field(AssemblePath::Output).setPath(choices.output);
  m_name->setText(choices.name);
}

AssembleChoices AssembleDialog::choices() const {
  const auto path = [&](AssemblePath field) {
    return m_fields[static_cast<std::size_t>(field)]->path();
  };
  return {path(AssemblePath::UniMol),     path(AssemblePath::LanguageModel),
          path(AssemblePath::Checkpoint), path(AssemblePath::Stage1),
          path(AssemblePath::Vocabulary), path(AssemblePath::Output),
          m_name->text().trimmed()};
}

void AssembleDialog::setVerdict(AssemblePath which, const QString& path, bool good,
                                const QString& sentence) {
  PathField& checked = field(which);
  if (checked.path() != path) return;
  checked.setVerdict(good, sentence);
  updateButton();
}

QString AssembleDialog::whatIsMissing() const {
  for (const FieldWords& words : kFields) {
    const PathField& one = *m_fields[static_cast<std::size_t>(words.path)];
    const QString label = tr(words.label);
    if (one.path().isEmpty()) {
      if (words.needed) return tr("%1 is missing.").arg(label);
    } else if (!one.isGood()) {
      return tr("%1 cannot be used yet.").arg(label);
    }
  }
  const AssembleChoices chosen = choices();
  if (!chosen.stage1.isEmpty() && chosen.vocabulary.isEmpty()) {
    return tr("Stage 1 needs its %1.").arg(tr(wordsOf(AssemblePath::Vocabulary).label).toLower());
  }
  return {};
}

void AssembleDialog::updateButton() {
  const QString missing = whatIsMissing();
  m_assemble->setEnabled(missing.isEmpty());
  m_assemble->setToolTip(missing);
  m_assemble->setAccessibleDescription(missing);
}

void AssembleDialog::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).surface);
}

}  // namespace molloquy::widgets
