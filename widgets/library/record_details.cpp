#include "widgets/library/record_details.h"

#include <QEvent>
#include <QFormLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include "widgets/depiction/formula_text.h"
#include "widgets/inspector/number_text.h"
#include "widgets/library/editable_chips.h"
#include "widgets/library/kept_text_list.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;
using theme::ThemedLabel;

ThemedLabel* selectable(Ink ink, QWidget* parent) {
  auto* label = new ThemedLabel(TextRole::Control, ink, {}, parent);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

/// A formula as rich text; copying it gives "C9H8O4".
QString formulaHtml(const QString& formula) {
  QString html;
  for (const FormulaRun& run : formulaRuns(formula)) {
    const QString text = run.text.toHtmlEscaped();
    html += run.level == FormulaRun::Level::Subscript ? QStringLiteral("<sub>%1</sub>").arg(text)
            : run.level == FormulaRun::Level::Superscript
                ? QStringLiteral("<sup>%1</sup>").arg(text)
                : text;
  }
  return html;
}

/// Formula, mass, SMILES and key as rich text, a line each.
QString factsOf(const KeptMolecule& molecule) {
  QStringList lines;
  QString first = formulaHtml(molecule.formula);
  if (molecule.mass > 0)
    first += QStringLiteral(" · ") + QLocale().toString(molecule.mass, 'f', 2) +
             QStringLiteral(" g/mol");
  if (molecule.conformers > 0)
    first += QStringLiteral(" · ") +
             (molecule.conformers == 1
                  ? RecordDetails::tr("1 conformer")
                  : RecordDetails::tr("%1 conformers").arg(shownCount(molecule.conformers)));
  const QString smiles = molecule.smiles.toHtmlEscaped();
  for (const QString& line : {first, smiles, molecule.inchiKey.toHtmlEscaped()})
    if (!line.isEmpty()) lines += line;
  return lines.join(QStringLiteral("<br>"));
}

}  // namespace

RecordDetails::RecordDetails(QWidget* parent)
    : QWidget(parent),
      m_scroll(new QScrollArea(this)),
      m_empty(new ThemedLabel(TextRole::Control, Ink::Text3,
                              tr("Choose a structure of the library to see what is kept of it."),
                              this)) {
  setAccessibleName(tr("Details of the structure"));
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  m_scroll->setWidgetResizable(true);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* body = new QWidget(m_scroll);
  auto* around = new QVBoxLayout(body);
  const int side = theme::scaled(16);
  around->setContentsMargins(side, side, side, side);
  auto* form = new QFormLayout;
  around->addLayout(form);
  around->addStretch(1);
  form->setVerticalSpacing(theme::scaled(10));
  form->setHorizontalSpacing(theme::scaled(12));
  form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  buildFields(*form);
  m_scroll->setWidget(body);
  m_scroll->viewport()->setAutoFillBackground(false);
  body->setAutoFillBackground(false);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_scroll);
  column->addWidget(m_empty, 1);
  connectFields();
  fill();
}

void RecordDetails::buildFields(QFormLayout& form) {
  m_title = new QLineEdit(this);
  m_title->setAccessibleName(tr("Title"));
  m_facts = selectable(Ink::Text2, this);
  m_facts->setTextFormat(Qt::RichText);
  m_names = selectable(Ink::Text, this);
  m_addName = new QLineEdit(this);
  m_addName->setPlaceholderText(tr("Add a name (Enter)"));
  m_addName->setAccessibleName(tr("Add a name"));
  m_tags = new EditableChips(EditableChips::Adding::Yes, tr("Tag"), tr("Add a tag"), this);
  m_notes = new QPlainTextEdit(this);
  m_notes->setAccessibleName(tr("Notes"));
  m_notes->setPlaceholderText(tr("Your notes"));
  m_notes->setTabChangesFocus(true);
  m_notes->setFixedHeight(theme::scaled(72));
  m_notes->installEventFilter(this);
  m_texts = new KeptTextList(this);
  m_values = selectable(Ink::Text, this);
  m_sources = selectable(Ink::Text2, this);
  form.addRow(tr("Title"), m_title);
  form.addRow(QString(), m_facts);
  form.addRow(tr("Names"), m_names);
  form.addRow(QString(), m_addName);
  form.addRow(tr("Tags"), m_tags);
  form.addRow(tr("Notes"), m_notes);
  form.addRow(tr("Texts"), m_texts);
  form.addRow(tr("Values"), m_values);
  form.addRow(tr("Sources"), m_sources);
}

void RecordDetails::connectFields() {
  connect(m_title, &QLineEdit::editingFinished, this, &RecordDetails::tellTitle);
  connect(m_tags, &EditableChips::chipsEdited, this, [this](const QStringList& tags) {
    if (!m_molecule) return;
    m_molecule->tags = tags;
    MoleculeEdit made = edit();
    made.tags = tags;
    Q_EMIT changeRequested(made);
  });
  connect(m_addName, &QLineEdit::returnPressed, this, &RecordDetails::addName);
  connect(m_texts, &KeptTextList::addRequested, this, [this](const KeptText& text) {
    MoleculeEdit made = edit();
    made.addTexts.push_back(text);
    Q_EMIT changeRequested(made);
  });
  connect(m_texts, &KeptTextList::removeRequested, this, [this](qint64 id) {
    MoleculeEdit made = edit();
    made.removeTexts.push_back(id);
    Q_EMIT changeRequested(made);
  });
  connect(m_texts, &KeptTextList::linkActivated, this, &RecordDetails::linkActivated);
}

MoleculeEdit RecordDetails::edit() const {
  MoleculeEdit made;
  made.key = key();
  return made;
}

void RecordDetails::tellTitle() {
  const QString typed = m_title->text().trimmed();
  if (!m_molecule || typed == m_molecule->title) return;
  if (typed.isEmpty()) {
    m_title->setText(m_molecule->title);
    return;
  }
  m_molecule->title = typed;
  MoleculeEdit made = edit();
  made.title = typed;
  Q_EMIT changeRequested(made);
}

void RecordDetails::tellNotes() {
  const QString typed = m_notes->toPlainText();
  if (!m_molecule || typed == m_molecule->notes) return;
  m_molecule->notes = typed;
  MoleculeEdit made = edit();
  made.notes = typed;
  Q_EMIT changeRequested(made);
}

void RecordDetails::addName() {
  const QString name = m_addName->text().trimmed();
  m_addName->clear();
  if (!m_molecule || name.isEmpty() || m_molecule->names.contains(name)) return;
  m_molecule->names += name;
  m_names->setText(m_molecule->names.join(QStringLiteral(" · ")));
  MoleculeEdit made = edit();
  made.addNames = {name};
  Q_EMIT changeRequested(made);
}

void RecordDetails::setMolecule(const std::optional<KeptMolecule>& molecule) {
  // What was typed belongs to the molecule that was shown.
  if (m_molecule && (!molecule || molecule->key != m_molecule->key)) {
    tellTitle();
    tellNotes();
  }
  m_molecule = molecule;
  fill();
}

void RecordDetails::setKnownTags(const QStringList& tags) { m_tags->setKnown(tags); }

void RecordDetails::fill() {
  m_scroll->setVisible(m_molecule.has_value());
  m_empty->setVisible(!m_molecule);
  if (!m_molecule) return;
  if (m_title->text().trimmed() != m_molecule->title) m_title->setText(m_molecule->title);
  m_facts->setText(factsOf(*m_molecule));
  m_names->setText(m_molecule->names.isEmpty() ? tr("No other names")
                                               : m_molecule->names.join(QStringLiteral(" · ")));
  m_tags->setChips(m_molecule->tags);
  // The cursor stays where the person writes.
  if (m_notes->toPlainText() != m_molecule->notes) m_notes->setPlainText(m_molecule->notes);
  m_texts->setTexts(m_molecule->texts);
  QStringList values;
  for (const auto& [name, value] : m_molecule->properties)
    values += QStringLiteral("%1: %2").arg(name, value);
  m_values->setText(values.isEmpty() ? tr("None came with its records.") : values.join(u'\n'));
  m_sources->setText(m_molecule->sources.isEmpty() ? tr("Not known")
                                                   : m_molecule->sources.join(u'\n'));
}

bool RecordDetails::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_notes && event->type() == QEvent::FocusOut) tellNotes();
  return QWidget::eventFilter(watched, event);
}

QSize RecordDetails::sizeHint() const { return {theme::scaled(520), theme::scaled(620)}; }

void RecordDetails::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).surface);
}

}  // namespace molloquy::widgets
