#include "widgets/viewport/accessible_scene.h"

#include <algorithm>
#include <unordered_map>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>

#include "widgets/viewport/atom_walk.h"
#include "widgets/viewport/scene_widget.h"
#include "widgets/viewport/view_interaction.h"

namespace molloquy::widgets {

namespace {

/// Most atoms that a screen reader is offered as children; it asks for all of them at once.
constexpr std::size_t kMostChildren = 2000;

/// One atom in the list.
class AccessibleAtom : public QAccessibleInterface {
 public:
  AccessibleAtom(SceneWidget* scene, ViewInteraction* interaction, AtomIndex atom)
      : m_scene(scene), m_interaction(interaction), m_atom(atom) {}

  [[nodiscard]] bool isValid() const override { return m_scene && m_interaction; }
  [[nodiscard]] QObject* object() const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* parent() const override {
    return QAccessible::queryAccessibleInterface(m_scene);
  }
  [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
  [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  [[nodiscard]] int childCount() const override { return 0; }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    return isValid() && kind == QAccessible::Name ? m_interaction->walk().sentence(m_atom)
                                                  : QString();
  }
  void setText(QAccessible::Text, const QString&) override {}
  [[nodiscard]] QRect rect() const override {
    if (!isValid()) return {};
    const auto place = m_interaction->bench().placeOf(m_atom);
    if (!place) return {};
    constexpr int kHalf = 10;
    const QPoint middle = m_scene->mapToGlobal(place->toPoint());
    return {middle - QPoint(kHalf, kHalf), QSize(2 * kHalf, 2 * kHalf)};
  }
  [[nodiscard]] QAccessible::State state() const override {
    QAccessible::State state;
    state.selectable = true;
    state.focusable = true;
    if (!isValid()) return state;
    state.selected = m_interaction->bench().selection().contains(m_atom);
    state.focused = m_interaction->walk().atom() == m_atom;
    return state;
  }

 private:
  QPointer<SceneWidget> m_scene;
  QPointer<ViewInteraction> m_interaction;
  AtomIndex m_atom;
};

/// The scene as a list.
class AccessibleScene : public QAccessibleWidget {
 public:
  AccessibleScene(SceneWidget* scene, ViewInteraction* interaction)
      : QAccessibleWidget(scene, QAccessible::List), m_interaction(interaction) {}
  ~AccessibleScene() override {
    for (const auto& [atom, id] : m_atoms) QAccessible::deleteAccessibleInterface(id);
  }

  [[nodiscard]] int childCount() const override {
    if (!m_interaction) return 0;
    return static_cast<int>(std::min(m_interaction->bench().atomCount(), kMostChildren));
  }
  [[nodiscard]] QAccessibleInterface* child(int index) const override {
    if (index < 0 || index >= childCount()) return nullptr;
    const auto known = m_atoms.find(index);
    if (known != m_atoms.end()) return QAccessible::accessibleInterface(known->second);
    auto* atom = new AccessibleAtom(static_cast<SceneWidget*>(widget()), m_interaction,
                                    AtomIndex(static_cast<std::uint32_t>(index)));
    m_atoms.emplace(index, QAccessible::registerAccessibleInterface(atom));
    return atom;
  }
  [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
    for (const auto& [atom, id] : m_atoms) {
      if (QAccessible::accessibleInterface(id) == child) return atom;
    }
    return -1;
  }
  [[nodiscard]] QAccessibleInterface* focusChild() const override {
    if (!m_interaction || !m_interaction->walk().atom()) return nullptr;
    return child(static_cast<int>(m_interaction->walk().atom()->value));
  }
  [[nodiscard]] QString text(QAccessible::Text kind) const override {
    if (kind != QAccessible::Description || !m_interaction) return QAccessibleWidget::text(kind);
    const std::size_t count = m_interaction->bench().atomCount();
    const QString words = QCoreApplication::translate(
        "molloquy::widgets", "%1 atoms. Tab walks from atom to atom, arrows along bonds, Enter "
                             "selects, Esc ends the walk.");
    return count == 0 ? QCoreApplication::translate("molloquy::widgets", "No structure")
                      : words.arg(count);
  }

 private:
  QPointer<ViewInteraction> m_interaction;
  mutable std::unordered_map<int, QAccessible::Id> m_atoms;
};

QAccessibleInterface* sceneFactory(const QString&, QObject* object) {
  auto* scene = qobject_cast<SceneWidget*>(object);
  if (scene == nullptr) return nullptr;
  auto* interaction = scene->findChild<ViewInteraction*>();
  return interaction != nullptr ? new AccessibleScene(scene, interaction) : nullptr;
}

}  // namespace

void makeAccessible(SceneWidget* scene, ViewInteraction* interaction) {
  QAccessible::installFactory(sceneFactory);  // once, however often it is called
  QObject::connect(&interaction->walk(), &AtomWalk::atomChanged, scene,
                   [scene, interaction](std::optional<AtomIndex> atom) {
                     if (!QAccessible::isActive() || !atom) return;
                     if (atom->value < kMostChildren) {
                       QAccessibleEvent focus(scene, QAccessible::Focus);
                       focus.setChild(static_cast<int>(atom->value));
                       QAccessible::updateAccessibility(&focus);
                     } else {
                       QAccessibleValueChangeEvent said(scene,
                                                        interaction->walk().sentence(*atom));
                       QAccessible::updateAccessibility(&said);
                     }
                   });
}

}  // namespace molloquy::widgets
