#pragma once

#include <memory>
#include <variant>

#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/viewport/viewport_on_screen.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

namespace molloquy::test {

/// Shorthands of tests of tools: the tool itself, keys, and the edit that was asked for.
class ToolsOnScreen : public ViewportOnScreen {
 protected:
  static constexpr QPoint kEmpty{70, 400};

  template <class T>
  T tool(widgets::ViewTool which) {
    m_view->setTool(which);
    return static_cast<T>(m_view->interaction()->toolOf(which));
  }
  template <class Edit>
  Edit taken(QSignalSpy& spy) {
    if (spy.isEmpty()) return {};
    const auto operation = spy.takeFirst().at(0).value<chem::edit::Operation>();
    const auto* found = std::get_if<Edit>(&operation);
    if (found == nullptr) qCritical("another edit was asked for: %zu", operation.index());
    return found == nullptr ? Edit{} : *found;
  }
  void key(Qt::Key code, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(m_view->sceneWidget(), code, modifiers);
  }
  [[nodiscard]] const chem::Positions& shown() const { return m_view->bench()->positions(); }
  [[nodiscard]] double measured(std::initializer_list<std::uint32_t> of) const {
    return chem::measured(shown(), atoms(of)).value_or(-999);
  }
  [[nodiscard]] std::unique_ptr<QSignalSpy> edits() const {
    return std::make_unique<QSignalSpy>(m_view.get(), &widgets::MoleculeViewport::editRequested);
  }
};

}  // namespace molloquy::test
