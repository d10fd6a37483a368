#include "widgets/library/library_search_form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <algorithm>

#include "widgets/library/editable_chips.h"
#include "widgets/library/range_row.h"
#include "widgets/search/link_button.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;
using theme::ThemedLabel;

constexpr std::array<const char*, 3> kPartFrom{"Typed", "Open structure", "Selected atoms"};

void setEnabledItem(QComboBox& box, int index, bool enabled, const QString& reason) {
  auto* model = qobject_cast<QStandardItemModel*>(box.model());
  if (model == nullptr) return;
  QStandardItem* item = model->item(index);
  item->setEnabled(enabled);
  item->setToolTip(enabled ? QString() : reason);
}

}  // namespace

LibrarySearchForm::LibrarySearchForm(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Search in the library"));
  m_rest.setSingleShot(true);
  m_rest.setInterval(kRestMs);
  connect(&m_rest, &QTimer::timeout, this, [this] { Q_EMIT conditionsChanged(conditions()); });
  auto* form = new QFormLayout(this);
  form->setContentsMargins(0, 0, 0, 0);
  form->setVerticalSpacing(theme::scaled(8));
  form->setHorizontalSpacing(theme::scaled(12));
  form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  m_words = new QLineEdit(this);
  m_words->setPlaceholderText(tr("Words in texts and notes"));
  m_words->setAccessibleName(tr("Words in texts and notes"));
  m_words->setToolTip(tr("Quotes keep words together; * ends a beginning."));
  m_words->setMinimumWidth(theme::scaled(300));
  connect(m_words, &QLineEdit::textEdited, this, &LibrarySearchForm::changed);
  setFocusProxy(m_words);
  form->addRow(tr("Text"), m_words);
  buildPart(*form);
  buildLikeness(*form);
  buildRanges(*form);
  m_tags = new EditableChips(EditableChips::Adding::Yes, tr("Tag"), tr("Add a tag"), this);
  connect(m_tags, &EditableChips::chipsEdited, this, &LibrarySearchForm::changed);
  form->addRow(tr("Tags"), m_tags);
  m_clear = new QPushButton(tr("Clear"), this);
  m_clear->setAccessibleName(tr("Clear all conditions"));
  connect(m_clear, &QPushButton::clicked, this, [this] {
    setConditions({});
    changed();
  });
  auto* foot = new QHBoxLayout;
  foot->addStretch(1);
  foot->addWidget(m_clear);
  form->addRow(foot);
  updateReasons();
}

void LibrarySearchForm::buildPart(QFormLayout& form) {
  m_partFrom = new QComboBox(this);
  for (const char* words : kPartFrom) m_partFrom->addItem(tr(words));
  m_partFrom->setAccessibleName(tr("Where the part comes from"));
  m_part = new QLineEdit(this);
  m_part->setFont(theme::font(TextRole::Mono));
  m_part->setPlaceholderText(tr("SMILES or SMARTS"));
  m_part->setAccessibleName(tr("Part of the structure, SMILES or SMARTS"));
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::scaled(6));
  row->addWidget(m_partFrom);
  row->addWidget(m_part, 1);
  m_partSays = new ThemedLabel(TextRole::Secondary, Ink::Text2, {}, this);
  m_partSays->setWordWrap(true);
  m_partSays->hide();
  form.addRow(tr("Contains"), row);
  form.addRow(QString(), m_partSays);
  connect(m_partFrom, &QComboBox::activated, this, [this] {
    updateReasons();
    changed();
  });
  connect(m_part, &QLineEdit::textEdited, this, [this] {
    setPartError({});
    changed();
  });
}

void LibrarySearchForm::buildLikeness(QFormLayout& form) {
  m_likeness = new QComboBox(this);
  m_likeness->addItems({tr("Does not matter"), tr("Morgan, radius 2"), tr("Path, 1 to 7 bonds"),
                        tr("MACCS keys"), tr("3D shape")});
  m_likeness->setAccessibleName(tr("Likeness to the open structure"));
  m_atLeast = new QDoubleSpinBox(this);
  m_atLeast->setRange(0.0, 1.0);
  m_atLeast->setSingleStep(0.05);
  m_atLeast->setDecimals(2);
  m_atLeast->setValue(SimilarCondition{}.atLeast);
  m_atLeast->setPrefix(QStringLiteral("≥ "));
  m_atLeast->setAccessibleName(tr("Smallest likeness, 0 to 1"));
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::scaled(6));
  row->addWidget(m_likeness, 1);
  row->addWidget(m_atLeast);
  form.addRow(tr("Like the open one"), row);
  connect(m_likeness, &QComboBox::activated, this, [this] {
    updateReasons();
    changed();
  });
  connect(m_atLeast, &QDoubleSpinBox::valueChanged, this, &LibrarySearchForm::changed);
}

void LibrarySearchForm::buildRanges(QFormLayout& form) {
  m_rangeColumn = new QVBoxLayout;
  m_rangeColumn->setSpacing(theme::scaled(6));
  auto* add = new LinkButton(tr("Add a range"), this);
  m_addRange = add;
  connect(add, &QAbstractButton::clicked, this, [this] {
    addRange()->setFocus(Qt::OtherFocusReason);
    if (window()->isWindow()) window()->adjustSize();
  });
  m_rangeColumn->addWidget(add);
  form.addRow(tr("Values"), m_rangeColumn);
}

RangeRow* LibrarySearchForm::addRange() {
  auto* row = new RangeRow(m_properties, this);
  m_rangeColumn->insertWidget(static_cast<int>(m_ranges.size()), row);
  m_ranges.push_back(row);
  row->show();
  connect(row, &RangeRow::changed, this, &LibrarySearchForm::changed);
  connect(row, &RangeRow::removeRequested, this, [this, row] {
    removeRange(row);
    changed();
  });
  return row;
}

void LibrarySearchForm::removeRange(RangeRow* row) {
  m_ranges.erase(std::remove(m_ranges.begin(), m_ranges.end(), row), m_ranges.end());
  m_rangeColumn->removeWidget(row);
  row->hide();
  row->deleteLater();
}

void LibrarySearchForm::changed() {
  if (m_quiet) return;
  m_clear->setEnabled(!conditions().isEmpty());
  m_rest.start();
}

void LibrarySearchForm::updateReasons() {
  const bool hasOpen = !m_open.isEmpty();
  const QString noOpen = tr("No structure is open.");
  setEnabledItem(*m_partFrom, 1, hasOpen, noOpen);
  setEnabledItem(*m_partFrom, 2, m_selected > 0, tr("No atoms are selected."));
  m_part->setEnabled(m_partFrom->currentIndex() == 0);
  m_part->setToolTip(m_part->isEnabled() ? QString()
                                         : tr("The part is taken from the open structure."));
  m_likeness->setEnabled(hasOpen || m_likeness->currentIndex() > 0);
  m_likeness->setToolTip(hasOpen ? QString() : noOpen);
  m_atLeast->setEnabled(m_likeness->isEnabled() && m_likeness->currentIndex() > 0);
  m_clear->setEnabled(!conditions().isEmpty());
  m_clear->setToolTip(m_clear->isEnabled() ? QString() : tr("There are no conditions."));
}

void LibrarySearchForm::setKnownTags(const QStringList& tags) { m_tags->setKnown(tags); }

void LibrarySearchForm::setProperties(const QStringList& properties) {
  m_properties = properties;
  for (RangeRow* row : m_ranges) row->setProperties(properties);
}

void LibrarySearchForm::setOpenStructure(const QString& name, int selectedAtoms) {
  m_open = name;
  m_selected = selectedAtoms;
  updateReasons();
}

void LibrarySearchForm::setPartError(const QString& sentence) {
  m_partSays->setText(sentence);
  m_partSays->setVisible(!sentence.isEmpty());
  m_part->setAccessibleDescription(sentence);
}

LibraryConditions LibrarySearchForm::conditions() const {
  LibraryConditions made;
  made.words = m_words->text().trimmed();
  const auto from = static_cast<PartCondition::From>(m_partFrom->currentIndex());
  const QString part = m_part->text().trimmed();
  if (from != PartCondition::From::Typed) {
    made.part = PartCondition{from, {}};
  } else if (!part.isEmpty()) {
    made.part = PartCondition{from, part};
  }
  if (m_likeness->currentIndex() > 0)
    made.similar = SimilarCondition{static_cast<LikenessKind>(m_likeness->currentIndex() - 1),
                                    m_atLeast->value()};
  for (const RangeRow* row : m_ranges)
    if (const auto range = row->range()) made.ranges.push_back(*range);
  made.tags = m_tags->chips();
  return made;
}

void LibrarySearchForm::setConditions(const LibraryConditions& conditions) {
  m_quiet = true;
  m_words->setText(conditions.words);
  m_partFrom->setCurrentIndex(conditions.part ? static_cast<int>(conditions.part->from) : 0);
  m_part->setText(conditions.part ? conditions.part->text : QString());
  m_likeness->setCurrentIndex(conditions.similar ? static_cast<int>(conditions.similar->by) + 1
                                                 : 0);
  m_atLeast->setValue(conditions.similar ? conditions.similar->atLeast
                                         : SimilarCondition{}.atLeast);
  while (!m_ranges.empty()) removeRange(m_ranges.back());
  for (const RangeCondition& range : conditions.ranges) addRange()->setRange(range);
  m_tags->setChips(conditions.tags);
  setPartError({});
  m_rest.stop();
  m_quiet = false;
  updateReasons();
}

}  // namespace molloquy::widgets
