#include "widgets/inspector/structure_tables.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/frame/banner.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/inspector/atom_table_model.h"
#include "widgets/inspector/bond_table_model.h"
#include "widgets/inspector/number_text.h"
#include "widgets/inspector/panel_parts.h"
#include "widgets/inspector/table_view.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

/// The order of a bond as a list to choose from.
class OrderDelegate : public CellDelegate {
 public:
  using CellDelegate::CellDelegate;

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&,
                        const QModelIndex&) const override {
    auto* list = new QComboBox(parent);
    list->setAccessibleName(BondTableModel::tr("Order"));
    for (const chem::BondOrder order : BondTableModel::orders())
      list->addItem(BondTableModel::orderText(order), static_cast<int>(order));
    connect(list, qOverload<int>(&QComboBox::activated), this, [this, list] {
      auto* self = const_cast<OrderDelegate*>(this);
      Q_EMIT self->commitData(list);
      Q_EMIT self->closeEditor(list);
    });
    return list;
  }
  void setEditorData(QWidget* editor, const QModelIndex& index) const override {
    auto* list = static_cast<QComboBox*>(editor);
    list->setCurrentIndex(list->findData(index.data(Qt::EditRole)));
  }
  void setModelData(QWidget* editor, QAbstractItemModel* model,
                    const QModelIndex& index) const override {
    const auto* list = static_cast<QComboBox*>(editor);
    if (list->currentIndex() >= 0) model->setData(index, list->currentData(), Qt::EditRole);
  }
};

}  // namespace

StructureTables::StructureTables(AtomSelectionModel& selection, QWidget* parent)
    : QWidget(parent),
      m_selection(selection),
      m_atomModel(new AtomTableModel(this)),
      m_bondModel(new BondTableModel(this)) {
  setAccessibleName(tr("Atoms and bonds"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_atoms = buildTable(*m_atomModel, tr("Atoms"));
  m_bonds = buildTable(*m_bondModel, tr("Bonds"));
  m_bonds->setItemDelegateForColumn(BondTableModel::Order, new OrderDelegate(m_bonds));
  m_stack = new QStackedWidget(this);
  m_stack->addWidget(m_atoms);
  m_stack->addWidget(m_bonds);
  m_banner = new Banner(this);
  m_banner->hide();
  layout->addWidget(buildHead());
  layout->addWidget(m_banner);
  layout->addWidget(m_stack, 1);
  connect(m_atomModel, &AtomTableModel::editRequested, this, [this](const auto& operation) {
    m_banner->hide();
    Q_EMIT editRequested(operation);
  });
  connect(m_bondModel, &BondTableModel::editRequested, this, [this](const auto& operation) {
    m_banner->hide();
    Q_EMIT editRequested(operation);
  });
  connect(m_atomModel, &AtomTableModel::refused, this,
          [this](const QModelIndex&, const QString& sentence) { showRefusal(sentence); });
  connect(m_bondModel, &BondTableModel::refused, this,
          [this](const QModelIndex&, const QString& sentence) { showRefusal(sentence); });
  connect(&m_selection, &AtomSelectionModel::selectionChanged, this,
          &StructureTables::showSelection);
  showCounts();
}

TableView* StructureTables::buildTable(QAbstractItemModel& model, const QString& name) {
  auto* view = new TableView(this);
  view->setModel(&model);
  view->setSelectionMode(QAbstractItemView::ExtendedSelection);
  view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                        QAbstractItemView::AnyKeyPressed);
  view->setAccessibleName(name);
  view->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  connect(view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          [this, view] { takeSelection(*view); });
  return view;
}

QWidget* StructureTables::buildHead() {
  auto* head = new QWidget(this);
  auto* row = panelHead(*head);
  m_tables = new SegmentedControl({tr("Atoms"), tr("Bonds")}, head);
  m_tables->setAccessibleName(tr("Which table"));
  m_counts = new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text2, {}, head);
  m_counts->setElided(true);
  auto* copy = iconButton(QStringLiteral("copy"), tr("Copy the selected rows, or all"), head);
  auto* save = iconButton(QStringLiteral("download"), tr("Save the table as CSV…"), head);
  row->addWidget(m_tables);
  row->addWidget(m_counts, 1);
  row->addWidget(copy);
  row->addWidget(save);
  connect(m_tables, &SegmentedControl::chosen, this, [this](int table) {
    m_stack->setCurrentIndex(table);
    showSelection();
    showCounts();
  });
  connect(copy, &QToolButton::clicked, this,
          [this] { (table() == Table::Atoms ? m_atoms : m_bonds)->copyRows(); });
  connect(save, &QToolButton::clicked, this, [this] {
    const bool atoms = table() == Table::Atoms;
    Q_EMIT saveRequested(atoms ? QStringLiteral("atoms.csv") : QStringLiteral("bonds.csv"),
                         (atoms ? m_atoms : m_bonds)->csv().toUtf8());
  });
  return head;
}

void StructureTables::setStructure(std::shared_ptr<const chem::Molecule> molecule,
                                   chem::Positions positions,
                                   std::optional<chem::AtomProperties> properties) {
  m_updating = true;
  m_banner->hide();
  m_bondModel->setStructure(molecule, positions, properties);
  m_atomModel->setStructure(std::move(molecule), std::move(positions), std::move(properties));
  m_updating = false;
  showSelection();
  showCounts();
}

void StructureTables::setPositions(chem::Positions positions) {
  m_bondModel->setPositions(positions);
  m_atomModel->setPositions(std::move(positions));
}

void StructureTables::setProperties(std::optional<chem::AtomProperties> properties) {
  m_bondModel->setProperties(properties);
  m_atomModel->setProperties(std::move(properties));
}

void StructureTables::setReadOnly(const QString& reason) {
  m_readOnly = reason;
  m_atomModel->setReadOnly(reason);
  m_bondModel->setReadOnly(reason);
  showCounts();
}

void StructureTables::clear() { setStructure(nullptr, {}, {}); }

void StructureTables::setTable(Table table) {
  m_tables->setCurrent(static_cast<int>(table));
  m_stack->setCurrentIndex(static_cast<int>(table));
  showSelection();
  showCounts();
}

StructureTables::Table StructureTables::table() const {
  return static_cast<Table>(m_stack->currentIndex());
}

void StructureTables::selectRows(TableView& view, const std::vector<int>& rows) {
  // Neighbouring rows as one range: a selection of everything is one range, not 20,000.
  QItemSelection ranges;
  const QAbstractItemModel& model = *view.model();
  const int last = model.columnCount() - 1;
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin;
    while (end + 1 < rows.size() && rows[end + 1] == rows[end] + 1) ++end;
    ranges.append(QItemSelectionRange(model.index(rows[begin], 0), model.index(rows[end], last)));
    begin = end + 1;
  }
  m_updating = true;
  view.selectionModel()->select(ranges, QItemSelectionModel::ClearAndSelect);
  m_updating = false;
}

void StructureTables::showSelection() {
  if (m_updating) return;
  std::vector<int> rows;
  const bool atoms = table() == Table::Atoms;
  if (atoms) {
    for (const AtomIndex atom : m_selection.atoms())
      if (static_cast<int>(atom.value) < m_atomModel->rowCount())
        rows.push_back(static_cast<int>(atom.value));
  } else if (const chem::Molecule* molecule = m_bondModel->molecule()) {
    std::vector<bool> chosen(molecule->atoms().size(), false);
    for (const AtomIndex atom : m_selection.atoms())
      if (atom.value < chosen.size()) chosen[atom.value] = true;
    int number = 0;
    for (const chem::Bond& bond : molecule->bonds()) {
      if (chosen[bond.begin.value] && chosen[bond.end.value]) rows.push_back(number);
      ++number;
    }
  }
  TableView& view = atoms ? *m_atoms : *m_bonds;
  selectRows(view, rows);
  if (!rows.empty() && isVisible()) view.scrollTo(view.model()->index(rows.front(), 0));
  showCounts();
}

void StructureTables::takeSelection(const TableView& view) {
  if (m_updating) return;
  std::vector<AtomIndex> atoms;
  const chem::Molecule* molecule = m_bondModel->molecule();
  for (const QItemSelectionRange& range : view.selectionModel()->selection())
    for (int row = range.top(); row <= range.bottom(); ++row) {
      if (&view == m_atoms) {
        atoms.emplace_back(static_cast<std::uint32_t>(row));
      } else if (molecule != nullptr) {
        const chem::Bond& bond = molecule->bonds()[static_cast<std::size_t>(row)];
        atoms.push_back(bond.begin);
        atoms.push_back(bond.end);
      }
    }
  m_updating = true;
  m_selection.select(std::move(atoms), AtomSelectionModel::Origin::Table);
  m_updating = false;
  showCounts();
}

void StructureTables::showCounts() {
  const int atoms = m_atomModel->rowCount();
  if (atoms == 0) {
    m_counts->setText(tr("No structure"));
    return;
  }
  QString words = table() == Table::Atoms ? tr("%1 atoms").arg(shownCount(atoms))
                                          : tr("%1 bonds").arg(shownCount(m_bondModel->rowCount()));
  if (!m_selection.isEmpty())
    words +=
        tr(", %1 atoms selected").arg(shownCount(static_cast<qint64>(m_selection.atoms().size())));
  if (!m_readOnly.isEmpty()) words += QStringLiteral(". ") + m_readOnly;
  m_counts->setText(words);
}

void StructureTables::showRefusal(const QString& sentence) {
  m_banner->showMessage(Banner::Kind::Failure, sentence);
}

QSize StructureTables::minimumSizeHint() const { return {theme::scaled(300), theme::scaled(96)}; }

void StructureTables::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).surface);
}

}  // namespace molloquy::widgets
