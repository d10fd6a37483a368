#include "widgets/inspector/select_by_box.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>

#include "widgets/input/structure_line_edit.h"
#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using Rule = SelectByRequest::Rule;
using theme::Ink;
using theme::TextRole;

}  // namespace

SelectByBox::SelectByBox(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Select by"));
  auto* grid = new QGridLayout(this);
  const int margin = theme::scaled(12);
  grid->setContentsMargins(margin, margin, margin, margin);
  grid->setHorizontalSpacing(theme::scaled(8));
  grid->setVerticalSpacing(theme::scaled(8));
  grid->setColumnStretch(1, 1);
  buildRule(*grid);
  m_answer = new theme::ThemedLabel(TextRole::Secondary, Ink::Text2, {}, this);
  m_answer->setWordWrap(true);
  m_answer->setMinimumHeight(theme::lineHeight(TextRole::Secondary));
  grid->addWidget(m_answer, 1, 0, 1, 3);
  grid->addWidget(buildButtons(), 2, 0, 1, 3);
  showRule();
}

void SelectByBox::buildRule(QGridLayout& grid) {
  m_rule = new QComboBox(this);
  m_rule->setAccessibleName(tr("Rule"));
  for (const auto& [rule, words] :
       {std::pair(Rule::Element, tr("Element")), std::pair(Rule::Smarts, tr("SMARTS")),
        std::pair(Rule::Residue, tr("Residue")), std::pair(Rule::Chain, tr("Chain")),
        std::pair(Rule::Within, tr("Within"))})
    m_rule->addItem(words, static_cast<int>(rule));
  m_fields = new QStackedWidget(this);
  m_text = new StructureLineEdit(m_fields);
  m_text->setFrame(true);
  m_text->setAccessibleName(tr("What to select"));
  m_distance = new QDoubleSpinBox(m_fields);
  m_distance->setRange(0.1, 100);
  m_distance->setSingleStep(0.5);
  m_distance->setDecimals(1);
  m_distance->setValue(5);
  m_distance->setSuffix(tr(" Å of the selected atoms"));
  m_distance->setAccessibleName(tr("Distance from the selected atoms"));
  m_fields->addWidget(m_text);
  m_fields->addWidget(m_distance);
  m_fields->setFixedHeight(theme::scaled(30));
  m_fields->setMinimumWidth(theme::scaled(220));
  m_effect = new QComboBox(this);
  m_effect->setAccessibleName(tr("What happens to the selection"));
  m_effect->addItems({tr("replace"), tr("add"), tr("remove"), tr("keep common")});
  grid.addWidget(m_rule, 0, 0);
  grid.addWidget(m_fields, 0, 1);
  grid.addWidget(m_effect, 0, 2);
  connect(m_rule, qOverload<int>(&QComboBox::currentIndexChanged), this, &SelectByBox::showRule);
  connect(m_text, &QLineEdit::textEdited, this, [this] {
    m_text->clearError();
    m_answer->clear();
    showState();
  });
}

QWidget* SelectByBox::buildButtons() {
  auto* strip = new QWidget(this);
  auto* row = new QHBoxLayout(strip);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(theme::scaled(6));
  m_grow = new QPushButton(tr("Grow"), strip);
  m_shrink = new QPushButton(tr("Shrink"), strip);
  m_invert = new QPushButton(tr("Invert"), strip);
  m_select = new QPushButton(tr("Select"), strip);
  theme::setButtonRole(*m_select, theme::ButtonRole::Primary);
  m_select->setDefault(true);
  for (QPushButton* button : {m_grow, m_shrink, m_invert}) row->addWidget(button);
  row->addStretch(1);
  row->addWidget(m_select);
  connect(m_grow, &QPushButton::clicked, this, [this] { send(Rule::Grow); });
  connect(m_shrink, &QPushButton::clicked, this, [this] { send(Rule::Shrink); });
  connect(m_invert, &QPushButton::clicked, this, [this] { send(Rule::Invert); });
  connect(m_select, &QPushButton::clicked, this, [this] { send(rule()); });
  return strip;
}

Rule SelectByBox::rule() const { return static_cast<Rule>(m_rule->currentData().toInt()); }

void SelectByBox::setRule(Rule rule) {
  const int place = m_rule->findData(static_cast<int>(rule));
  if (place >= 0) m_rule->setCurrentIndex(place);
}

void SelectByBox::setSelectedCount(int count) {
  m_selected = count;
  showState();
}

void SelectByBox::setHasResidues(bool has) {
  m_hasResidues = has;
  showState();
}

void SelectByBox::setFound(int count) {
  m_text->clearError();
  m_answer->setText(count == 0 ? tr("No atom fits.") : tr("%1 atoms").arg(shownCount(count)));
}

void SelectByBox::setFailed(const QString& sentence, int column) {
  m_text->setErrorFrom(column < 0 ? std::nullopt : std::optional(column + 1));
  m_answer->setText(sentence);
  m_text->setFocus(Qt::OtherFocusReason);
}

void SelectByBox::showRule() {
  const Rule now = rule();
  m_fields->setCurrentIndex(now == Rule::Within ? 1 : 0);
  const bool code = now == Rule::Smarts;
  m_text->setFont(theme::font(code ? TextRole::Mono : TextRole::Control));
  m_text->setPlaceholderText(now == Rule::Element   ? tr("Symbol: Cl")
                             : now == Rule::Smarts  ? tr("Pattern: [CX3](=O)[OX2H1]")
                             : now == Rule::Residue ? tr("Name or number: HIS, 57")
                                                    : tr("Letter: A"));
  m_text->clearError();
  m_answer->clear();
  showState();
}

QString SelectByBox::whyNot() const {
  const Rule now = rule();
  if ((now == Rule::Residue || now == Rule::Chain) && !m_hasResidues)
    return tr("This structure has no residues or chains.");
  if (now == Rule::Within) return m_selected > 0 ? QString() : tr("Select an atom first.");
  return m_text->text().trimmed().isEmpty() ? tr("Type what to select.") : QString();
}

void SelectByBox::showState() {
  const QString why = whyNot();
  m_select->setEnabled(why.isEmpty());
  m_select->setToolTip(why.isEmpty() ? tr("Enter") : why);
  for (QPushButton* button : {m_grow, m_shrink}) {
    button->setEnabled(m_selected > 0);
    button->setToolTip(m_selected > 0 ? QString() : tr("No atom is selected."));
  }
  if (m_selected > 0) {
    m_grow->setToolTip(tr("And the neighbours of the selected atoms"));
    m_shrink->setToolTip(tr("Without the atoms at the selection's edge"));
  }
  m_invert->setToolTip(tr("All atoms that are not selected"));
}

void SelectByBox::send(Rule asked) {
  if (asked == rule() && !whyNot().isEmpty()) return;
  SelectByRequest request;
  request.rule = asked;
  request.text = m_text->text().trimmed();
  request.distanceAngstrom = m_distance->value();
  request.effect = static_cast<SelectByRequest::Effect>(m_effect->currentIndex());
  Q_EMIT selectRequested(request);
}

void SelectByBox::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return send(rule());
  if (event->key() == Qt::Key_Escape) {
    Q_EMIT closeRequested();
    return;
  }
  QWidget::keyPressEvent(event);
}

void SelectByBox::showEvent(QShowEvent*) {
  (rule() == Rule::Within ? static_cast<QWidget*>(m_distance) : m_text)
      ->setFocus(Qt::OtherFocusReason);
}

void SelectByBox::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).surface);
}

}  // namespace molloquy::widgets
