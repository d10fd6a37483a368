#include "widgets/library/column_mapping_view.h"

#include <QComboBox>
#include <QHeaderView>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/inspector/table_view.h"
#include "widgets/theme/themed_label.h"

namespace molloquy::widgets {
namespace {

constexpr int kColumnWidth = 150;
constexpr int kShownCell = 400;

QStringList roleWords() {
  return {ColumnMappingView::tr("Left out"),   ColumnMappingView::tr("SMILES"),
          ColumnMappingView::tr("InChI"),      ColumnMappingView::tr("Name"),
          ColumnMappingView::tr("Synonym"),    ColumnMappingView::tr("Text"),
          ColumnMappingView::tr("Identifier"), ColumnMappingView::tr("Tag"),
          ColumnMappingView::tr("Value")};
}

}  // namespace

void SampleModel::setSample(const QStringList& columns, const std::vector<QStringList>& rows) {
  beginResetModel();
  m_columns = columns;
  m_rows = rows;
  endResetModel();
}

int SampleModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SampleModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant SampleModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  const QStringList& row = m_rows[static_cast<std::size_t>(index.row())];
  return index.column() < row.size() ? row[index.column()].left(kShownCell) : QString();
}

QVariant SampleModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section < m_columns.size() ? m_columns[section] : QString();
}

ColumnMappingView::ColumnMappingView(QWidget* parent)
    : QWidget(parent),
      m_layout(new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text, {}, this)),
      m_says(new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, {}, this)),
      m_heads(new QWidget(this)),
      m_table(new TableView(this)),
      m_model(new SampleModel(this)) {
  m_table->setModel(m_model);
  m_table->setAccessibleName(tr("The first rows of the table"));
  m_table->horizontalHeader()->setSectionsClickable(false);
  m_table->setMinimumHeight(theme::scaled(120));
  m_heads->setFixedHeight(theme::scaled(32));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::scaled(4));
  column->addWidget(m_layout);
  column->addWidget(m_heads);
  column->addWidget(m_table, 1);
  column->addWidget(m_says);
  const QHeaderView* head = m_table->horizontalHeader();
  connect(head, &QHeaderView::sectionResized, this, &ColumnMappingView::placeChoices);
  connect(m_table->horizontalScrollBar(), &QScrollBar::valueChanged, this,
          &ColumnMappingView::placeChoices);
}

void ColumnMappingView::setSample(const TableSample& sample) {
  m_layout->setText(
      sample.layout.isEmpty()
          ? tr("Say what each column means. What is left out is not imported.")
          : tr("This is the layout of %1; its columns are known.").arg(sample.layout));
  m_model->setSample(sample.columns, sample.rows);
  qDeleteAll(m_choices);
  m_choices.clear();
  for (int column = 0; column < sample.columns.size(); ++column) {
    auto* choice = new QComboBox(m_heads);
    choice->addItems(roleWords());
    const auto place = static_cast<std::size_t>(column);
    choice->setCurrentIndex(place < sample.roles.size() ? static_cast<int>(sample.roles[place])
                                                        : 0);
    choice->setAccessibleName(tr("Meaning of the column %1").arg(sample.columns[column]));
    choice->setToolTip(sample.columns[column]);
    connect(choice, &QComboBox::activated, this, [this] {
      tell();
      Q_EMIT rolesChanged(roles());
    });
    choice->show();
    m_choices.push_back(choice);
    m_table->horizontalHeader()->resizeSection(column, theme::scaled(kColumnWidth));
  }
  m_table->horizontalHeader()->setStretchLastSection(true);
  placeChoices();
  tell();
}

std::vector<ColumnRole> ColumnMappingView::roles() const {
  std::vector<ColumnRole> roles;
  for (const QComboBox* choice : m_choices)
    roles.push_back(static_cast<ColumnRole>(choice->currentIndex()));
  return roles;
}

QString ColumnMappingView::problemOf(const std::vector<ColumnRole>& roles) {
  const auto structures = std::count_if(roles.begin(), roles.end(), [](ColumnRole role) {
    return role == ColumnRole::Smiles || role == ColumnRole::Inchi;
  });
  if (structures == 0) return tr("No column holds the structures: choose SMILES or InChI for one.");
  if (std::count(roles.begin(), roles.end(), ColumnRole::Smiles) > 1)
    return tr("Two columns are SMILES; leave one of them out.");
  if (std::count(roles.begin(), roles.end(), ColumnRole::Inchi) > 1)
    return tr("Two columns are InChI; leave one of them out.");
  return {};
}

void ColumnMappingView::tell() {
  const QString problem = problemOf(roles());
  m_says->setText(problem);
  m_says->setVisible(!problem.isEmpty());
}

/// Puts each choice over its column.
void ColumnMappingView::placeChoices() {
  const QHeaderView* head = m_table->horizontalHeader();
  for (std::size_t column = 0; column < m_choices.size(); ++column) {
    const int left = head->sectionViewportPosition(static_cast<int>(column));
    const int width = head->sectionSize(static_cast<int>(column));
    m_choices[column]->setGeometry(left + 1, 1, width - theme::scaled(6), theme::scaled(28));
  }
}

void ColumnMappingView::resizeEvent(QResizeEvent*) { placeChoices(); }

}  // namespace molloquy::widgets
