#include "widgets/inspector/facts_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <memory>
#include <vector>

#include "widgets/inspector/facts_panel.h"

namespace molloquy::widgets {
namespace {

/// One row: its name is "name value unit", its description the definition.
class FactRow : public QAccessibleInterface {
 public:
  FactRow(FactsPanel* panel, int row) : m_panel(panel), m_row(row) {}

  [[nodiscard]] bool isValid() const override { return m_row < m_panel->rowCount(); }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
  void setText(QAccessible::Text, const QString&) override {}
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return QAccessible::queryAccessibleInterface(m_panel);
  }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    switch (kind) {
      case QAccessible::Name:
        return m_panel->sentenceText(m_row);
      case QAccessible::Value:
        return m_panel->valueText(m_row);
      case QAccessible::Description:
      case QAccessible::Help:
        return m_panel->definitionText(m_row);
      default:
        return {};
    }
  }
  [[nodiscard]] QRect rect() const override {
    const QRect place = m_panel->rowRect(m_row);
    return {m_panel->viewport()->mapToGlobal(place.topLeft()), place.size()};
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    state.selectable = true;
    state.focusable = true;
    state.selected = m_panel->currentRow() == m_row;
    state.focused = state.selected && m_panel->hasFocus();
    state.offscreen = !m_panel->viewport()->rect().intersects(m_panel->rowRect(m_row));
    return state;
  }

 private:
  FactsPanel* m_panel;
  int m_row;
};

/// The panel as a list; it owns its rows' interfaces through Qt's registry.
class FactsList : public QAccessibleWidget {
 public:
  explicit FactsList(FactsPanel* panel) : QAccessibleWidget(panel, QAccessible::List) {}
  ~FactsList() override {
    for (const QAccessible::Id id : m_rows) QAccessible::deleteAccessibleInterface(id);
  }

  [[nodiscard]] int childCount() const override { return panel()->rowCount(); }
  [[nodiscard]] QAccessibleInterface* child(int index) const override {
    if (index < 0 || index >= childCount()) return nullptr;
    while (static_cast<int>(m_rows.size()) <= index)
      m_rows.push_back(QAccessible::registerAccessibleInterface(
          new FactRow(panel(), static_cast<int>(m_rows.size()))));
    return QAccessible::accessibleInterface(m_rows[static_cast<std::size_t>(index)]);
  }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
    for (int index = 0; index < childCount(); ++index)
      if (this->child(index) == child) return index;
    return -1;
  }
  [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override {
    for (int index = 0; index < childCount(); ++index)
      if (child(index)->rect().contains(x, y)) return child(index);
    return nullptr;
  }
  [[nodiscard]] QAccessibleInterface* focusChild() const override {
    return panel()->hasFocus() ? child(panel()->currentRow()) : nullptr;
  }

 private:
  [[nodiscard]] FactsPanel* panel() const { return static_cast<FactsPanel*>(widget()); }
  mutable std::vector<QAccessible::Id> m_rows;
};

QAccessibleInterface* makeFactsList(const QString&, QObject* object) {
  auto* panel = qobject_cast<FactsPanel*>(object);
  return panel == nullptr ? nullptr : new FactsList(panel);
}

}  // namespace

void installFactsAccessible() {
  static const bool installed = [] {
    QAccessible::installFactory(makeFactsList);
    return true;
  }();
  Q_UNUSED(installed)
}

}  // namespace molloquy::widgets
