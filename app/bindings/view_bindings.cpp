#include "app/bindings/view_bindings.h"

#include <QAction>
#include <QInputDialog>
#include <QMenu>

#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {

ViewBindings::ViewBindings(const BoundParts& parts) : m_parts(parts) {
  const StyleActions& actions = m_parts.window.actions().style;
  for (std::size_t i = 0; i < actions.standardViews.size(); ++i) {
    const auto side = static_cast<render::StandardView>(i);
    connect(actions.standardViews[i], &QAction::triggered, this, [this, side] {
      widgets::MoleculeViewport& viewport = m_parts.window.viewport();
      viewport.setPose(render::lookedFrom(viewport.pose(), side));
    });
  }
  connect(actions.keepView, &QAction::triggered, this, &ViewBindings::keepView);
  connect(&m_parts.document, &MoleculeDocument::bookmarksChanged, this,
          &ViewBindings::showKeptViews);
  showKeptViews();
}

void ViewBindings::keepView() {
  auto* dialog = new QInputDialog(&m_parts.window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keep this view"));
  dialog->setLabelText(tr("Name of the view"));
  dialog->setTextValue(QString::fromStdString(m_parts.document.bookmarks().freeName()));
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
    render::CameraBookmarks views = m_parts.document.bookmarks();
    views.keep(name.toStdString(), m_parts.window.viewport().pose());
    m_parts.document.setBookmarks(views);
  });
  dialog->open();
}

void ViewBindings::showKeptViews() {
  QMenu* menu = m_parts.window.actions().style.keptViews;
  menu->clear();
  const auto& views = m_parts.document.bookmarks().all();
  for (const render::CameraBookmark& view : views) {
    menu->addAction(QString::fromStdString(view.name), this,
                    [this, pose = view.pose] { m_parts.window.viewport().setPose(pose); });
  }
  if (!views.empty()) {
    QMenu* forget = menu->addMenu(tr("Forget"));
    for (const render::CameraBookmark& view : views) {
      forget->addAction(QString::fromStdString(view.name), this, [this, name = view.name] {
        render::CameraBookmarks kept = m_parts.document.bookmarks();
        kept.remove(name);
        m_parts.document.setBookmarks(kept);
      });
    }
  }
  menu->setEnabled(!views.empty());
}

}  // namespace molloquy::app
