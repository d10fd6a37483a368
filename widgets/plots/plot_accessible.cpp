#include "widgets/plots/plot_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QWidget>
#include <vector>

namespace molloquy::widgets {
namespace {

PointedPicture* pictureOf(QObject* object) { return dynamic_cast<PointedPicture*>(object); }

/// One point, read as one row.
class PointRow : public QAccessibleInterface {
 public:
  PointRow(QWidget* widget, int row) : m_widget(widget), m_row(row) {}

  [[nodiscard]] bool isValid() const override { return m_row < picture().rowCount(); }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
  void setText(QAccessible::Text, const QString&) override {}
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return QAccessible::queryAccessibleInterface(m_widget);
  }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Name && isValid() ? picture().rowText(m_row) : QString();
  }
  [[nodiscard]] QRect rect() const override {
    if (!isValid()) return {};
    const QRect place = picture().rowPlace(m_row);
    return {m_widget->mapToGlobal(place.topLeft()), place.size()};
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    state.selectable = true;
    state.focusable = true;
    state.selected = picture().currentRow() == m_row;
    state.focused = state.selected && m_widget->hasFocus();
    return state;
  }

 private:
  [[nodiscard]] const PointedPicture& picture() const { return *pictureOf(m_widget); }
  QWidget* m_widget;
  int m_row;
};

/// The picture as a list; it owns its rows' interfaces through Qt's registry.
class PointList : public QAccessibleWidget {
 public:
  explicit PointList(QWidget* widget) : QAccessibleWidget(widget, QAccessible::Chart) {}
  ~PointList() override {
    for (const QAccessible::Id id : m_rows) QAccessible::deleteAccessibleInterface(id);
  }

  [[nodiscard]] int childCount() const override { return pictureOf(widget())->rowCount(); }
  [[nodiscard]] QAccessibleInterface* child(int index) const override {
    if (index < 0 || index >= childCount()) return nullptr;
    while (static_cast<int>(m_rows.size()) <= index)
      m_rows.push_back(QAccessible::registerAccessibleInterface(
          new PointRow(widget(), static_cast<int>(m_rows.size()))));
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
    const auto row = pictureOf(widget())->currentRow();
    return widget()->hasFocus() && row ? child(*row) : nullptr;
  }

 private:
  mutable std::vector<QAccessible::Id> m_rows;
};

QAccessibleInterface* makePointList(const QString&, QObject* object) {
  auto* widget = qobject_cast<QWidget*>(object);
  return widget != nullptr && pictureOf(widget) != nullptr ? new PointList(widget) : nullptr;
}

}  // namespace

void installPlotAccessible() {
  static const bool installed = [] {
    QAccessible::installFactory(makePointList);
    return true;
  }();
  Q_UNUSED(installed)
}

}  // namespace molloquy::widgets
